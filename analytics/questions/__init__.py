"""The questions a court puts to a case, answered from its tables alone; a number has its set."""
