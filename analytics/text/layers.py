"""The layers of FAMILIES that count as one piece of information."""

SAME = (
    "exact",
    "near",
)  # Counts and roles take these for the same information; edited variants and links are shown apart.
