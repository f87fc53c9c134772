"""What a page is, and what it is told of its reader: language, light or dark, and the link that led there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlencode
from zoneinfo import ZoneInfo

from dash import Dash
from dash.development.base_component import Component

from analytics.model.messages import LANGS, say
from analytics.model.time import BEIJING
from dashboards.case_session import CaseSession

SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class View:
    """How one reader sees the case now.

    params: what the link says after "?", which is the whole state of a shared view.
    zone: the zone in which moments are told.
    """

    lang: str = "zh"
    scheme: str = "light"
    page: str = ""
    params: dict[str, str] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(BEIJING))

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

        >>> View(lang="en").link("/spread", root="weibo:1", tree=None)
        '/en/spread?root=weibo%3A1'
        """
        query = urlencode({k: v for k, v in params.items() if v})
        return f"/{self.lang}{path}" + (f"?{query}" if query else "")


def read_view(desk: CaseSession, pathname: str | None, search: str | None, scheme: str | None) -> View:
    """Read the view that an address stands for; Chinese and light where it does not say."""
    parts = (pathname or "/").strip("/").split("/", 1)
    lang = parts[0] if parts[0] in LANGS else "zh"
    page = "/" + (parts[1] if len(parts) > 1 else "")
    return View(
        lang,
        scheme if scheme in SCHEMES else "light",
        page,
        dict(parse_qsl((search or "").lstrip("?"))),
        desk.zone,
    )


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
