"""The certificates of one import: which file each is for, what agreed, and their own bytes among the
evidence."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from analytics.importing.certificates import Certificate, check_used, compare, read_certificate, typed
from analytics.model.errors import ExportError
from analytics.model.tables import CERTIFICATES
from analytics.store.case_folder import Case
from analytics.store.case_toml import Capture
from analytics.store.inputs import Kept, keep


class CertificateUse:
    """Certificates handed over with an import and stated in case.toml, compared file by file.

    agreed: new rows of CERTIFICATES, known once all inputs have been compared and `keep` was called.
    """

    def __init__(self, case: Case, given: list[Certificate]) -> None:
        self.case, self.given = case, given
        self.stated: list[Certificate] = []
        self.names: list[str] = []
        self.agreed: list[dict[str, Any]] = []

    def check(self, name: str, path: Path, sha256: str, stated: Capture | None) -> None:
        """Compare a file with its certificates; `stated` is what case.toml says of it. Raises ExportError
        where they do not agree."""
        self.names.append(name)
        for certificate in self._of(name, stated):
            compare(certificate, name, path, sha256)

    def _of(self, name: str, stated: Capture | None) -> list[Certificate]:
        """Those handed over with this import, and the one that case.toml states for a file."""
        if stated is None or not (stated.certificate or stated.integrity):
            return self.given
        path = self.case.folder / stated.certificate if stated.certificate else None
        if path is not None and not path.is_file():
            raise ExportError("certificate_absent", path=path)
        if stated.integrity:
            title = Path(stated.certificate).name or stated.document or "case.toml"
            new = Certificate(
                title, path, (typed(name, stated.integrity),), stated.document or None, "case_toml"
            )
        else:
            assert path is not None
            new = read_certificate(path)
            new.document = stated.document or new.document
        self.stated.append(new)
        return [*self.given, new]

    def keep(self, pool: ThreadPoolExecutor, new: list[Kept]) -> None:
        """Keep every certificate that was used; those that the evidence did not hold are added to `new`.
        Raises ExportError for one that fits no input."""
        certificates = [*self.given, *self.stated]
        check_used(certificates, self.names)
        known = set(
            self.case.read_or_empty("certificates")
            .select("source_sha256", "algorithm", "value", "name")
            .iter_rows()
        )
        for certificate in certificates:
            certificate.rows = [
                row for row in certificate.rows if tuple(row[key] for key in CERTIFICATES.order) not in known
            ]
            if not certificate.rows:
                continue
            sha256 = None
            if certificate.path is not None:
                kept = keep(certificate.path, self.case.evidence, pool)
                assert kept is not None
                kept.sm3.result()
                sha256 = kept.sha256
                if kept.is_new:
                    new.append(kept)
            self.agreed += [{**row, "certificate_sha256": sha256} for row in certificate.rows]
