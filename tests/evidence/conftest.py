"""A stranger's checker is run as a program on a package, not collected as a module."""

collect_ignore = ["stranger.py"]
