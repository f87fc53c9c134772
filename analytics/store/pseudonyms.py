"""Pseudonyms: one id of a case always gets the same one, and none leads back without the key of the case.

A pseudonym is 60 bits of HMAC-SHA256 (RFC 2104) of kind and id under the case's key, written as twelve
letters and digits. It is not anonymity: whoever holds the public posts can find them again by their words and
moments.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from analytics.model.errors import CaseError
from analytics.store.case_folder import Case

FILE = "pseudonym.key"
HIDDEN = "⟨redacted⟩"
LINK = "⟨link⟩"
_MENTION = r"@[\p{L}\p{N}_\-·.]{1,30}"
_LINK = r"(?i)\b(?:https?://|www\.)[^\s<>\"'，。；、（）]+"
_NUMBER = r"\d{7,}"  # Ids of accounts and posts, telephone numbers: in a text of strangers none is needed.


def key_of(case: Case) -> bytes:
    """Find the key of a case: pseudonym_key of case.toml, else CASE/pseudonym.key.

    That file is made at random if there is none yet. The key stays with the case; whoever is to resolve
    pseudonyms gets it separately. Raises CaseError if it cannot be read or made.
    """
    stated = case.toml().case.pseudonym_key
    if stated:
        return stated.encode()
    file = case.folder / FILE
    try:
        if not file.exists():
            with os.fdopen(
                os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
            ) as out:
                out.write(secrets.token_hex(32))
        return file.read_bytes()
    except OSError as fault:
        raise CaseError("cannot_write", path=file, found=fault.strerror or fault) from None


@dataclass(frozen=True)
class Pseudonyms:
    """Pseudonyms under one key.

    used: pseudonym by kind and id, collected for the sealed table.
    """

    key: bytes
    used: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: str, value: str) -> str:
        """Give the pseudonym of an id; the platform before its colon stays.

        kind: account, act, name, family or target. The same id of another kind gets another pseudonym.

        >>> Pseudonyms(b"k").of("account", "weibo:9100000001")
        'weibo:account-h7bwjk7qbjzi'
        """
        known = self.used.get((kind, value))
        if known is None:
            digest = hmac.new(
                self.key, f"{kind}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256
            ).digest()
            short = base64.b32encode(digest)[:12].decode().lower()
            platform, colon, _ = value.partition(":")
            known = (
                f"{platform}{colon}{kind}-{short}"
                if colon and re.fullmatch(r"[a-z_~]{1,24}", platform)
                else f"{kind}-{short}"
            )
            self.used[(kind, value)] = known
        return known

    def digest(self, kind: str, value: str) -> str:
        """Give 64 hexadecimal digits that stand for a value; they are not kept, for nobody resolves them.

        >>> len(Pseudonyms(b"k").digest("row", "1"))
        64
        """
        return hmac.new(self.key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()

    def column(self, kind: str, values: pl.Series) -> pl.Series:
        """Replace every id of a column by its pseudonym; null stays null. Each distinct id takes one HMAC.

        >>> names = Pseudonyms(b"k")
        >>> names.column("account", pl.Series(["weibo:9100000001", None])).to_list()
        ['weibo:account-h7bwjk7qbjzi', None]
        """
        distinct = values.drop_nulls().unique().sort()
        names = pl.Series([self.of(kind, value) for value in distinct], dtype=pl.String)
        return values.replace_strict(distinct, names, default=None, return_dtype=pl.String)

    def lists(self, kind: str, values: pl.Series) -> pl.Series:
        """Replace every id in a column of lists."""
        distinct = values.explode().drop_nulls().unique().sort()
        names = pl.Series([self.of(kind, value) for value in distinct], dtype=pl.String)
        one = pl.element().replace_strict(distinct, names, default=None, return_dtype=pl.String)
        return pl.DataFrame({"v": values}).select(pl.col("v").list.eval(one))["v"]

    def texts(self, values: pl.Series, accounts: dict[str, str], hidden: tuple[str, ...] = ()) -> pl.Series:
        """Remove from texts who is named in them.

        accounts: account id by name, so that a name gets the pseudonym of its account.
        hidden: names and terms of the targets, replaced wherever they stand.

        @names become @ and a pseudonym, links ⟨link⟩, long numbers ⟨number⟩.
        """
        # The marks of hidden words first, so that a name that holds one is not cut in two.
        cleaned = pl.DataFrame({"v": values}).select(pl.col("v").str.replace_all(_LINK, LINK))["v"]
        found = cleaned.str.extract_all(_MENTION).explode().drop_nulls().unique().sort()
        mentions = {mention: "@" + self._named(mention[1:], accounts) for mention in found}
        ordered = sorted([*mentions, *hidden], key=lambda word: (-len(word), word))
        if ordered:
            marks = [mentions.get(word) or f"⟨{self.of('target', word)}⟩" for word in ordered]
            cleaned = cleaned.str.replace_many(ordered, marks, leftmost=True)
        return cleaned.str.replace_all(_NUMBER, "⟨number⟩")

    def _named(self, name: str, accounts: dict[str, str]) -> str:
        owner = accounts.get(name)
        return self.of("account", owner).split(":")[-1] if owner else self.of("name", name)


def names_of(case: Case) -> dict[str, str]:
    """Find the account id of each name that one account alone went by."""
    known = case.read_or_empty("account_names").select("account_id", "name").unique()
    single = known.filter(pl.len().over("name") == 1).sort("name")
    return dict(single.select("name", "account_id").iter_rows())


def hidden_words(case: Case) -> tuple[str, ...]:
    """List the names and terms of the targets: what a reader would know them by."""
    targets = case.toml().targets
    words = {
        word for target in targets for word in (target.name, *target.names, *target.terms) if len(word) > 1
    }
    return tuple(sorted(words))


def sealed(folder: Path, pseudonyms: Pseudonyms) -> Path:
    """Add id and pseudonym to CASE/sealed/pseudonyms.csv, which its owner alone can read; return its path."""
    file = folder / "sealed" / "pseudonyms.csv"
    try:
        file.parent.mkdir(exist_ok=True, mode=0o700)
        rows = [(kind, value, name) for (kind, value), name in pseudonyms.used.items()]
        schema = {"kind": pl.String, "id": pl.String, "pseudonym": pl.String}
        known = pl.read_csv(file, schema=schema) if file.exists() else pl.DataFrame(schema=schema)
        whole = (
            pl.concat([known, pl.DataFrame(rows, schema=schema, orient="row")])
            .unique()
            .sort("kind", "id", "pseudonym")
        )
        whole.write_csv(file.with_suffix(".draft"))
        file.with_suffix(".draft").chmod(0o600)
        file.with_suffix(".draft").replace(file)
    except OSError as fault:
        raise CaseError("cannot_write", path=file, found=fault.strerror or fault) from None
    return file
