"""`python -m dashboards CASE [PORT]`: serve the dashboard of a case on 127.0.0.1."""

import sys
from pathlib import Path

from dashboards.app import serve

if __name__ == "__main__":
    serve(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 8050)
