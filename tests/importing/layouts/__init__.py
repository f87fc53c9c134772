"""Every layout of the collectors, with inputs of the shape that the tools write and answers worked out by hand.

The hand that wrote these inputs did not read the importers. Moments, ids and bids come from the two formulas of
`made.py`; everything else in an expected value was read off the input by eye. Where the layout cannot tell a value,
the expected value is null; where a layout may honestly be read or refused, both are accepted.

| layout | tested in |
|---|---|
"""
