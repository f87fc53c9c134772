"""TLS for the dashboard, by certificate files that are given: a thread a connection, with limits.

waitress speaks no TLS. The handshake is made in the thread of its connection: a peer that stays silent keeps
nobody else waiting.
"""

import ssl
from pathlib import Path
from socket import socket
from threading import BoundedSemaphore
from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from analytics.model.errors import SettingsError

SILENT_S = 30.0  # Seconds that a peer may say nothing.
CONNECTIONS_MAX = 200


class _Handler(WSGIRequestHandler):
    timeout = SILENT_S

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: addresses hold ids of accounts."""

    def version_string(self) -> str:
        """Name no version to strangers."""
        return "wakeline"


class TlsServer(ThreadedWSGIServer):
    """Answers over TLS 1.2 or later alone."""

    def __init__(self, server: Flask, host: str, port: int, files: tuple[Path, Path]) -> None:
        super().__init__(host, port, server, _Handler)
        self.ssl_context = None  # Each connection is wrapped in its own thread, below.
        self._context = context_of(*files)
        self._room = BoundedSemaphore(CONNECTIONS_MAX)
        self.effective_port = self.server_address[1]

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Make the handshake, then answer; whoever cannot shake hands is dropped."""
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            request.settimeout(SILENT_S)
            wrapped: socket = self._context.wrap_socket(request, server_side=True)
        except (ssl.SSLError, OSError):
            self.shutdown_request(request)
            self._room.release()
            return
        try:
            super().process_request_thread(wrapped, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks off is no news."""

    def run(self) -> None:
        """Serve until interrupted."""
        self.serve_forever()

    def close(self) -> None:
        """Stop, and give the port back."""
        self.shutdown()
        self.server_close()


def context_of(certificate: Path, key: Path) -> ssl.SSLContext:
    """Read certificate and key. Raises SettingsError if they cannot be read or do not belong together."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as fault:
        raise SettingsError("tls_unreadable", certificate=certificate, key=key, found=fault) from None
    return context
