"""Who may ask what of this server: our own names and pages alone; old links are redirected."""

from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Response, abort, redirect, request

from analytics.model.messages import LANGS
from dashboards.page import Page

# What a page of ours may load: itself. WebGL shaders of plotly and ag-grid's styles need the two "unsafe"
# words.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
)
OWN = "X-Wakeline"  # A header of our own: a page elsewhere would have to ask first, and nothing answers it.
QUIET = ("GET", "HEAD", "OPTIONS")


def request_guard(app: Dash, lang: str, pages: list[Page]) -> None:
    """Answer only to our own names (a page elsewhere cannot rebind one to us), change things only for our own
    pages."""
    server: Flask = app.server
    home = pages[0].path
    leads = {path: page.path for page in pages for path in (page.path, *page.aliases)}

    @server.before_request
    def known_host() -> Any:
        if not _is_own_name(server.config.get("HOSTS")):
            abort(421)
        if _is_foreign():
            abort(403)
        if request.path.startswith("/wakeline/") and request.headers.get(OWN) != "1":
            abort(403)
        return _elsewhere()

    def _elsewhere() -> Any:
        """Where an address without a language, or an old one, leads; what it asks to show goes along."""
        first, _, rest = request.path.strip("/").partition("/")
        path = f"/{rest}" if first in LANGS else f"/{first}" + (f"/{rest}" if rest else "")
        known = home if path == "/" else leads.get(path)
        if request.method not in QUIET or known is None or (first in LANGS and known == path):
            return None
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"/{first if first in LANGS else lang}{known}" + (f"?{query}" if query else ""))

    @server.after_request
    def closed(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _is_foreign() -> bool:
    """A request that a page of another origin made: none of them may change or read anything but the
    first page."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return True
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    is_visit = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method in QUIET
    return site not in ("same-origin", "none") and not is_visit


def _is_own_name(allowed: set[str] | None) -> bool:
    """Whether the request names a host that we answer to; None, or all of this machine's: any."""
    if not allowed or {"0.0.0.0", "::"} & allowed:
        return True
    name = urlsplit(f"//{request.host}").hostname or ""
    return name in {host.strip("[]") for host in allowed}
