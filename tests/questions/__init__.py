"""Questions of a court, answered: golden answers counted by hand, marks, names, words."""
