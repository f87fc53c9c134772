"""What every other room knows: records and rules without a case, a disk or a page."""
