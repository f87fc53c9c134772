"""The registry of measures: each module offers the measures of one idea."""
