"""What every other room builds on: times, text of strangers, numbers in words. Nothing here knows a case."""
