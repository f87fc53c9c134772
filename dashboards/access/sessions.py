"""Who is there: sessions that end, a start token that opens the dashboard once, and a limit on attempts."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock

ANALYST, VIEWER = "analyst", "viewer"
ROLES = (VIEWER, ANALYST)
# When a session ends: NIST SP 800-63B (2017) §4.2.3, authenticator assurance level 2.
IDLE_S = 30 * 60.0  # Seconds without a request: a desk left alone.
ABSOLUTE_S = 12 * 3_600.0  # Seconds after its beginning, whatever happens.
SESSIONS_MAX = 1_000
ATTEMPTS_MAX, ATTEMPTS_S = 5, 300.0  # Failed attempts in so many seconds before the next has to wait.
KEYS_MAX = 10_000  # Names and addresses remembered at once; the oldest are forgotten.

Clock = Callable[[], float]


@dataclass(frozen=True)
class Session:
    """One reader who may come in.

    who: the name of the user; "" where nobody logs in, on the reader's own machine.
    begun, seen: seconds of the clock of `Sessions`.
    """

    who: str
    role: str
    begun: float
    seen: float


@dataclass
class Sessions:
    """The sessions of one dashboard, in memory: they end with it. Only hashes of their keys are kept."""

    clock: Clock = time.monotonic
    _open: dict[str, Session] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, who: str, role: str) -> str:
        """Begin a session and return its key, for the cookie."""
        key, now = secrets.token_urlsafe(32), self.clock()
        with self._lock:
            self._open = {k: s for k, s in self._open.items() if _lasts(s, now)}
            while len(self._open) >= SESSIONS_MAX:
                self._open.pop(min(self._open, key=lambda k: self._open[k].seen))
            self._open[_hashed(key)] = Session(who, role, now, now)
        return key

    def find(self, key: str | None) -> Session | None:
        """Find the session of a key and note that it was used; None for none, or one that has ended."""
        if not key:
            return None
        hashed, now = _hashed(key), self.clock()
        with self._lock:
            found = self._open.get(hashed)
            if found is None or not _lasts(found, now):
                self._open.pop(hashed, None)
                return None
            self._open[hashed] = replace(found, seen=now)
            return found

    def end(self, key: str | None) -> None:
        """End the session of a key."""
        with self._lock:
            self._open.pop(_hashed(key or ""), None)

    def end_all_of(self, who: str) -> None:
        """End every session of a user, whose role or password is another now."""
        with self._lock:
            self._open = {k: s for k, s in self._open.items() if s.who != who}


@dataclass
class StartToken:
    """The token in the printed address. It opens one session; then it is another."""

    on_new: Callable[[str], None] = lambda token: None
    _token: str = ""
    _lock: Lock = field(default_factory=Lock)

    def new(self) -> str:
        """Make another token; the one before opens nothing any more."""
        self._token = secrets.token_urlsafe(32)
        return self._token

    def take(self, token: str) -> bool:
        """Tell whether that is the token. It opens no second session: `on_new` is told the next one."""
        with self._lock:
            is_it = bool(self._token) and hmac.compare_digest(token.encode(), self._token.encode())
            if is_it:
                self.new()
        if is_it:
            self.on_new(self._token)
        return is_it


@dataclass
class Attempts:
    """Failed attempts by key (a name, an address): whoever failed too often waits."""

    clock: Clock = time.monotonic
    _failed: dict[str, list[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait_s(self, *keys: str) -> float:
        """How many seconds until one more attempt is heard; 0 where it is now."""
        now = self.clock()
        with self._lock:
            return max((self._wait(key, now) for key in keys), default=0.0)

    def fail(self, *keys: str) -> None:
        """Note a failed attempt."""
        now = self.clock()
        with self._lock:
            for key in keys:
                self._failed[key] = [*self._recent(key, now), now][-ATTEMPTS_MAX:]
            while len(self._failed) > KEYS_MAX:
                self._failed.pop(next(iter(self._failed)))

    def forgive(self, *keys: str) -> None:
        """Forget the failed attempts of keys: the right password came."""
        with self._lock:
            for key in keys:
                self._failed.pop(key, None)

    def _recent(self, key: str, now: float) -> list[float]:
        return [at for at in self._failed.get(key, []) if now - at < ATTEMPTS_S]

    def _wait(self, key: str, now: float) -> float:
        recent = self._recent(key, now)
        return recent[0] + ATTEMPTS_S - now if len(recent) >= ATTEMPTS_MAX else 0.0


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _lasts(session: Session, now: float) -> bool:
    return now - session.seen < IDLE_S and now - session.begun < ABSOLUTE_S
