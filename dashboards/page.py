"""What a page is, and what it is told of its reader: language, light or dark, and the link that led there."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlencode
from zoneinfo import ZoneInfo

from dash import Dash
from dash.development.base_component import Component

from analytics.model.errors import CaseError
from analytics.model.messages import LANGS, say
from analytics.model.time import BEIJING
from analytics.store.saved_views import read_view_state
from analytics.store.selection import Selection, selection_of
from dashboards.case_session import CaseSession

SCHEMES = ("light", "dark")
# Pages whose views can be kept and told in a story, by the path that is their name.
VIEWED_PAGES = ("overview", "posts", "spread", "network", "coordination", "places", "roles")


@dataclass(frozen=True)
class View:
    """How one reader sees the case now.

    params: what the link says after "?", which is the whole state of a shared view.
    zone: the zone in which moments are told.
    selection: what is chosen on all pages, as the view that the link names by its id ("v") keeps it.
    """

    lang: str = "zh"
    scheme: str = "light"
    page: str = ""
    params: dict[str, str] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(BEIJING))
    selection: Selection = field(default_factory=Selection)

    def t(self, name: str, /, **params: object) -> str:
        """Give a sentence in the reader's language.

        name: of locale/dashboard.toml, or "part.name" of another part of the catalogue.
        """
        return say(name if "." in name else f"dashboard.{name}", self.lang, **params)

    @property
    def about(self) -> str:
        """The id that follows the path of the page, as in /account/weibo:1; "" if none does.

        >>> View(page="/account/weibo%3A1").about, View(page="/network").about
        ('weibo:1', '')
        """
        return unquote(self.page.split("/", 2)[2]) if self.page.count("/") > 1 else ""

    def link(self, path: str, **params: str | None) -> str:
        """Write the address of a page in the reader's language, with what it is to show.

        The selection goes along under the short id of its view, whatever its size.

        >>> View(lang="en").link("/spread", root="weibo:1", tree=None)
        '/en/spread?root=weibo%3A1'
        >>> View(lang="en", params={"v": "abc"}, selection=Selection(("weibo:1",))).link("/posts")
        '/en/posts?v=abc'
        """
        if not self.selection.is_empty:
            params = {name: self.params.get(name) for name in ("v", "only")} | params
        query = urlencode({k: v for k, v in params.items() if v})
        return f"/{self.lang}{path}" + (f"?{query}" if query else "")


def read_view(desk: CaseSession, pathname: str | None, search: str | None, scheme: str | None) -> View:
    """Read the view that an address stands for; Chinese and light where it does not say.

    A view id that the case does not know selects nothing: the page says so.
    """
    parts = (pathname or "/").strip("/").split("/", 1)
    lang = parts[0] if parts[0] in LANGS else "zh"
    page = "/" + (parts[1] if len(parts) > 1 else "")
    params, chosen = dict(parse_qsl((search or "").lstrip("?"))), Selection()
    if desk.is_open and params.get("v"):
        with suppress(CaseError):
            chosen = selection_of(read_view_state(desk.folder, params["v"]))
    return View(lang, scheme if scheme in SCHEMES else "light", page, params, desk.zone, chosen)


@dataclass(frozen=True)
class Page:
    """One page of the dashboard.

    title_key: its name in locale/dashboard.toml.
    path: what follows the language in the address; aliases: paths that lead here too.
    takes_id: whether an id may follow the path, as in /account/weibo:1; in_menu: whether the menu names it.
    layout: (desk, view) -> what stands on it.
    connect: (app, desk) attaches its callbacks, once.
    """

    name: str
    title_key: str
    path: str
    order: int
    layout: Callable[[CaseSession, View], Component]
    connect: Callable[[Dash, CaseSession], None]
    aliases: tuple[str, ...] = ()
    takes_id: bool = False
    in_menu: bool = True


def page_at(pages: Iterable[Page], path: str) -> Page | None:
    """Find the page that a path leads to; None if there is none."""
    return next(
        (page for page in pages if page.path == path or (page.takes_id and path.startswith(f"{page.path}/"))),
        None,
    )
