"""What every other room builds on: tables, times, text of strangers, numbers in words."""
