"""Stop with one clear line if this Python is not one that wakeline runs on."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        f"wakeline needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}. "
        "Use: make PYTHON=python3.11 ..."
    )
