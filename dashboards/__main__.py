"""`python -m dashboards CASE [PORT]`: serve the dashboard of a case on 127.0.0.1."""

import sys
from pathlib import Path

from dashboards.serve import Listening, serve


def _say(url: str, _is_next: bool) -> None:
    sys.stderr.write(f"{url}\n")


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Listening(port=int(sys.argv[2]) if len(sys.argv) > 2 else 8050), "zh", _say)
