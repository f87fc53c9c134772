"""Who may log in to the dashboard: a file of names, roles and argon2 hashes, outside every case.

    {"users": {"ann": {"added_at": "2025-03-13T01:00:00Z", "hash": "$argon2id$...", "role": "analyst"}}}

The file is $WAKELINE_USERS, else ~/.config/wakeline/users.json, readable by its owner alone. It never lies in
a case: a package must not carry hashes of passwords.
"""

import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from analytics.model.errors import SettingsError
from analytics.store.custody_log import now

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES = ("viewer", "analyst")
PASSWORD_MIN = 12  # Characters; NIST SP 800-63B-4 asks for 15 where a password stands alone and 8 at least.
PASSWORD_MAX = 1_024  # Characters: hashing a book is work that a stranger must not order.
_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True)
class User:
    """A user as the file knows it. role: one of ROLES."""

    name: str
    role: str
    hash: str


def users_file() -> Path:
    """Give the place of the file, whether it is there or not."""
    stated = os.environ.get("WAKELINE_USERS")
    return Path(stated) if stated else Path.home() / ".config" / "wakeline" / "users.json"


def read_users(file: Path) -> dict[str, User]:
    """Read all users by name; none where there is no file. Raises SettingsError if it cannot be read."""
    if not file.exists():
        return {}
    try:
        known = json.loads(file.read_text(encoding="utf-8"))["users"]
        found = {name: User(name, one["role"], one["hash"]) for name, one in known.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SettingsError("users_unreadable", file=file) from None
    if any(user.role not in ROLES for user in found.values()):
        raise SettingsError("users_unreadable", file=file)
    return found


def set_user(file: Path, name: str, role: str, password: str) -> None:
    """Add a user, or give one that is there another role and password.

    Raises SettingsError for a name with other signs than letters, digits, "_", ".", "@" and "-", an unknown
    role, or a password that is too short or too long.
    """
    if not _NAME.fullmatch(name):
        raise SettingsError("user_name", found=name[:64])
    if role not in ROLES:
        raise SettingsError("user_role", found=role, known=", ".join(ROLES))
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise SettingsError("user_password", found=len(password), least=PASSWORD_MIN, most=PASSWORD_MAX)
    row = {"role": role, "hash": _hasher().hash(password), "added_at": now().strftime("%Y-%m-%dT%H:%M:%SZ")}
    _change(file, lambda known: known | {name: row})


def remove_user(file: Path, name: str) -> None:
    """Remove a user. Raises SettingsError if there is none of that name."""
    if name not in read_users(file):
        raise SettingsError("user_absent", found=name[:64], file=file)
    _change(file, lambda known: {k: v for k, v in known.items() if k != name})


def checked_user(file: Path, name: str, password: str) -> User | None:
    """Give the user whose name and password these are; None for anything else.

    An unknown name takes as long as a wrong password. The file is read each time: who was removed is out.
    """
    from argon2.exceptions import Argon2Error, InvalidHashError  # noqa: PLC0415 - only who logs in pays

    user = read_users(file).get(name)
    try:
        _hasher().verify(user.hash if user else _nobody(), password[:PASSWORD_MAX])
    except (Argon2Error, InvalidHashError):
        return None
    return user


def _change(file: Path, changed: Any) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(file.with_name(f".{file.name}.lock")):
            read_users(file)
            known = json.loads(file.read_text(encoding="utf-8"))["users"] if file.exists() else {}
            draft = file.with_name(f".{file.name}.next")
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(json.dumps({"users": changed(known)}, indent=2, sort_keys=True) + "\n")
                out.flush()
                os.fsync(out.fileno())
            draft.replace(file)
    except OSError as fault:
        raise SettingsError("cannot_write", path=file, found=fault.strerror or fault) from None


@cache
def _hasher() -> "PasswordHasher":
    """Argon2id with the second choice of RFC 9106 §4 (64 MiB), which the library takes by itself."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - only who logs in pays

    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash that no password has, for names that are unknown."""
    return _hasher().hash(os.urandom(32).hex())
