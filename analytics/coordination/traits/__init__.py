"""One file a trait (S6): TRAIT. What members of a group may have in common besides what they do; none is a
finding alone."""
