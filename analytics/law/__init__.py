"""The law beside the measures: rule sets are data, factors read tables, people judge."""
