"""How the dashboard is served: on this machine behind a start token, elsewhere behind a login and TLS."""

import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread, Timer
from typing import Any

from dash import Dash
from waitress.server import create_server

from analytics.model.errors import SettingsError
from analytics.store.users import read_users, users_file
from dashboards.access.gate import Gate
from dashboards.access.sessions import StartToken
from dashboards.access.tls_server import TlsServer
from dashboards.app import create_app

BODY_MAX = 64 * 2**20  # Bytes of one request: a piece of a file, a picture; nothing larger is asked of us.
LATER_S = 15.0  # Seconds after the start: the first page has the processor to itself.
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Listening:
    """Where the dashboard listens, and by what it is protected there.

    port: 0 takes a free one.
    name: host name by which browsers ask; "" for `host` itself.
    certificate, key: PEM files; proxy: the address of a TLS proxy in front, the only one that is answered.
    users: the file of those who may log in; None: the one of this machine.
    """

    host: str = "127.0.0.1"
    port: int = 8050
    name: str = ""
    certificate: Path | None = None
    key: Path | None = None
    proxy: str = ""
    users: Path | None = None

    @property
    def is_open(self) -> bool:
        """Whether others than this machine reach it: any other address, or a proxy in front."""
        return self.host not in LOOPBACK or bool(self.proxy)

    @property
    def is_tls(self) -> bool:
        """Whether it speaks TLS itself."""
        return self.certificate is not None and self.key is not None

    def checked(self, case_folder: Path | None) -> "Listening":
        """Refuse what would show a case to a network unguarded.

        Raises SettingsError where others reach it without a case, a user, TLS or a named proxy, or a host
        name; and for a proxy that is no address.
        """
        if not self.is_open:
            return self
        if case_folder is None:
            raise SettingsError("host_no_case", host=self.host)
        if not read_users(self.users_file):
            raise SettingsError("host_no_users", host=self.host, file=self.users_file)
        if self.proxy:
            try:
                ipaddress.ip_address(self.proxy)
            except ValueError:
                raise SettingsError("proxy_unreadable", found=self.proxy[:80]) from None
        elif not self.is_tls:
            raise SettingsError("host_no_tls", host=self.host)
        if not self.name and (self.proxy or self.host in EVERYWHERE):
            raise SettingsError("host_no_name", host=self.host)
        return self

    @property
    def users_file(self) -> Path:
        """The file of those who may log in."""
        return self.users or users_file()

    @property
    def hosts(self) -> set[str]:
        """The names that are answered to."""
        if self.is_open:
            return {self.name or self.host}
        return {self.host, "127.0.0.1", "localhost", "[::1]"}

    def address(self, port: int, token: str = "") -> str:
        """Write the address that a browser opens."""
        host = self.name or self.host
        host = f"[{host}]" if ":" in host else host
        if self.proxy:
            return f"https://{host}/"
        scheme = "https" if self.is_tls else "http"
        return f"{scheme}://{host}:{port}/" + (f"?token={token}" if token else "")


def make_server(
    case_folder: Path | None, host: str, port: int, lang: str = "zh", gate: Gate | None = None
) -> Any:
    """Make a server that is ready to run; port 0 takes a free one (server.effective_port).

    gate: None lets everybody in who reaches it: for tests of what is behind.
    """
    app = create_app(case_folder, lang)
    return _server(app, Listening(host, port), gate)


def serve(
    case_folder: Path | None, listening: Listening, lang: str, told: Callable[[str, bool], None]
) -> None:
    """Serve the dashboard until interrupted.

    told: is given the address to open, and whether it stands in place of one that was used.
    Raises SettingsError as `Listening.checked` does.
    """
    guarded = listening.checked(case_folder)
    os.umask(0o077)  # For jobs too, which inherit it.
    app = create_app(case_folder, lang)
    gate = Gate(guarded.users_file) if guarded.is_open else Gate(token=StartToken())
    server = _server(app, guarded, gate)
    port = int(server.effective_port)
    gate.token.on_new = lambda token: told(guarded.address(port, token), True)
    Thread(target=app.server.config["FIRST"], daemon=True).start()
    later = Timer(LATER_S, app.server.config["LATER"])
    later.daemon = True
    later.start()
    told(guarded.address(port, "" if guarded.is_open else gate.token.new()), False)
    server.run()


def _server(app: Dash, listening: Listening, gate: Gate | None) -> Any:
    app.server.config["HOSTS"] = listening.hosts
    app.server.config["GATE"] = gate
    app.server.config["MAX_CONTENT_LENGTH"] = BODY_MAX
    app.server.config["PROXY"] = listening.proxy
    if listening.is_tls and listening.certificate and listening.key:
        return TlsServer(app.server, listening.host, listening.port, (listening.certificate, listening.key))
    trusted: dict[str, Any] = {}
    if listening.proxy:
        trusted = {
            "trusted_proxy": listening.proxy,
            "trusted_proxy_headers": {"x-forwarded-proto"},
            "clear_untrusted_proxy_headers": True,
        }
    return create_server(
        app.server,
        host=listening.host,
        port=listening.port,
        threads=6,
        ident=None,
        max_request_body_size=BODY_MAX,
        **trusted,
    )
