"""Tables to plotly figures: pure, no case, no browser."""
