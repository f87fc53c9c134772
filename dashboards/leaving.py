"""What leaves the dashboard as a file: pseudonyms unless real ids are asked for, which custody then tells."""

import hashlib
from dataclasses import dataclass
from typing import Any

from analytics.model.errors import CaseError
from analytics.store.case_folder import Case
from analytics.store.custody_log import CustodyEntry
from analytics.store.pseudonyms import Pseudonyms, key_of, sealed
from dashboards.access.acting import may_change, note_access, user

REASON_MAX = 400  # Characters of a reason in the chain of custody.


@dataclass(frozen=True)
class Leaving:
    """How something leaves.

    real: with the ids and names of the platform; otherwise pseudonyms stand for them.
    reason: why real ids are needed; "" with pseudonyms.
    """

    real: bool = False
    reason: str = ""

    def veil(self, case: Case) -> Pseudonyms | None:
        """Give the pseudonyms of the case, or None where real ids leave."""
        return None if self.real else Pseudonyms(key_of(case))

    def file_name(self, stem: str, form: str) -> str:
        """Name the file; a name says where real ids are inside.

        >>> Leaving(True, "court order").file_name("wakeline-selection", "csv")
        'wakeline-selection.real-ids.csv'
        """
        return f"{stem}.real-ids.{form}" if self.real else f"{stem}.{form}"


def read_leaving(asked: dict[str, Any]) -> Leaving:
    """Read what a reader asked for: {"real": true, "reason": "..."}.

    Raises CaseError where real ids are asked for without a reason.

    >>> read_leaving({"real": False, "reason": "unused"})
    Leaving(real=False, reason='')
    """
    if asked.get("real") is not True:
        return Leaving()
    if not may_change():
        raise CaseError("viewer_real_ids")
    reason = " ".join(str(asked.get("reason") or "").split())[:REASON_MAX]
    if not reason:
        raise CaseError("real_ids_reason")
    return Leaving(True, reason)


def note_leaving(case: Case, how: Leaving, what: str, data: bytes, veil: Pseudonyms | None) -> None:
    """Keep what resolves the pseudonyms; or write into the chain of custody that real ids left, and why.

    what: the kind of thing, such as "network.csv"; data: its bytes, whose hash custody names.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if veil is not None:
        sealed(case.folder, veil)
        note_access(case, "export", sha256, what=what)
        return
    case.log(CustodyEntry("export", {"what": what, "reason": how.reason, "real_ids": True}, user()), sha256)
