"""case.toml: what people state about a case; an unknown key is refused with the nearest known one."""

import json
import tomllib
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from analytics.model.errors import CaseError, SettingsError
from analytics.model.time import BEIJING
from analytics.model.toml_text import toml_of

ALLEGATIONS = (
    *("defamation", "insult", "personal_information", "harassment", "false_information"),
    *("reputation", "privacy", "portrait", "other"),
)


def _one_of(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f'"{value}" is none of {", ".join(known)}')
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseFacts(_Strict):
    """`[case]`: what the case is called and what is alleged.

    reference, title: the number and the name of the case.
    allegation: one of ALLEGATIONS; it decides which numbers of law may be laid beside a range.
    timezone: the zone in which moments are told and bare days are read.
    period_start, period_end: the time that the case is about.
    rule_set: id of the rule set in force.
    pseudonym_key: the key of pseudonyms, if people set it.
    operator: who works on the case; else the login name is recorded.
    provider_accounts: accounts of the network service provider itself.
    """

    reference: str = ""
    title: str = ""
    allegation: str = "other"
    timezone: str = BEIJING
    period_start: datetime | date | None = None
    period_end: datetime | date | None = None
    rule_set: str = "fafa-2023-14"
    pseudonym_key: str = ""
    operator: str = ""
    provider_accounts: list[str] = Field(default_factory=list)

    @field_validator("allegation")
    @classmethod
    def _known_allegation(cls, value: str) -> str:
        if value not in ALLEGATIONS:
            raise ValueError(f'"{value}" is none of {", ".join(ALLEGATIONS)}')
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f'"{value}" is no time zone name such as Asia/Shanghai') from None
        return value


class Target(_Strict):
    """`[[targets]]`: a person or body at whom events are aimed.

    ids: accounts of the target; names: names that it goes by; terms: words that mean it.
    relation: what it is to the case.
    organisation: whether it is a body and no person.
    minor, disability, public_figure: None where nothing is stated.
    document: what shows it.
    """

    name: str
    ids: list[str] = Field(default_factory=list)
    names: list[str] = Field(default_factory=list)
    terms: list[str] = Field(default_factory=list)
    relation: str = ""
    minor: bool | None = None
    disability: bool | None = None
    organisation: bool | None = None
    public_figure: bool | None = None
    document: str = ""


class Dated(_Strict):
    """`[[warnings]]`, `[[takedowns]]`, `[[penalties]]`, `[[notices]]`: what an authority or platform did,
    dated.
    """

    account_id: str = ""
    event_id: str = ""
    at: datetime | date
    kind: str = ""
    reason: str = ""
    document: str = ""


class Capture(_Strict):
    """`[[captures]]`: when and how a file was captured, named by its name or SHA-256.

    certificate: the platform's certificate: its file, beside case.toml or with the exports.
    integrity: the integrity value that came with it, as a person read it: "sm3:66c7f0f4...".
    """

    source: str
    captured_at: datetime | None = None
    obtained: str = ""
    timezone: str = ""
    about: str = ""
    author: str = ""
    document: str = ""
    certificate: str = ""
    integrity: str = ""


class PriorCase(_Strict):
    """`[[prior_cases]]`: an earlier case about the same account.

    outcome: in words.
    """

    reference: str
    account_id: str = ""
    at: datetime | date | None = None
    outcome: str = ""


class Correction(_Strict):
    """`[[corrections]]`: a post that sets the record straight.

    at: its moment, where the exports do not hold the post; by: who wrote it.
    """

    event_id: str
    at: datetime | date | None = None
    by: str = ""


class Alleged(_Strict):
    """`[[alleged]]`: a post, or a family of the same information, that the case is about."""

    id: str
    what: str = ""
    document: str = ""


class Consequence(_Strict):
    """`[[consequences]]`: harm that a document states.

    kind: mental_disorder, self_harm, suicide, job_loss or other.
    """

    at: datetime | date
    kind: str
    who: str = "victim"
    document: str = ""

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        return _one_of(value, ("mental_disorder", "self_harm", "suicide", "job_loss", "other"))

    @field_validator("who")
    @classmethod
    def _known_person(cls, value: str) -> str:
        return _one_of(value, ("victim", "near_relative"))


class DealtWith(_Strict):
    """`[[dealt_with]]`: an event that an authority has already dealt with, which is not added up again."""

    event_id: str
    at: datetime | date
    document: str = ""


class Opinion(_Strict):
    """`[[opinions]]`: an expert opinion on an event.

    kind: deep_synthesis or other.
    conclusion: found, not_found or open.
    """

    event_id: str
    kind: str
    conclusion: str
    at: datetime | date | None = None
    document: str = ""

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        return _one_of(value, ("deep_synthesis", "other"))

    @field_validator("conclusion")
    @classmethod
    def _known_conclusion(cls, value: str) -> str:
        return _one_of(value, ("found", "not_found", "open"))


class Direction(_Strict):
    """`[[directions]]`: evidence from outside the exports that accounts were directed or paid.

    kind: direction or payment.
    """

    kind: str
    accounts: list[str] = Field(default_factory=list)
    at: datetime | date | None = None
    document: str = ""

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        return _one_of(value, ("direction", "payment"))


class Topic(_Strict):
    """`[[topics]]`: words to look for in what accounts wrote. kind: sexual or other."""

    kind: str
    terms: list[str]

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        return _one_of(value, ("sexual", "other"))


class Link(_Strict):
    """`[[links]]`: accounts of one holder, as people found.

    accounts: their ids; by: who found it; document: what shows it.
    """

    accounts: list[str]
    by: str = ""
    document: str = ""


class LawChecked(_Strict):
    """`[[law_checked]]`: a person compared a provision with an official text, so that it may be printed.

    rule_set, provision: as `wakeline rules` lists them; by: who; at: when; source: the text it was compared
    with.
    """

    rule_set: str
    provision: str
    by: str
    at: datetime | date
    source: str


class CaseToml(_Strict):
    """The whole file. Absent: every default.

    >>> read_case_toml(Path("no-such-case")).case.allegation
    'other'
    """

    case: CaseFacts = Field(default_factory=CaseFacts)
    targets: list[Target] = Field(default_factory=list)
    warnings: list[Dated] = Field(default_factory=list)
    takedowns: list[Dated] = Field(default_factory=list)
    penalties: list[Dated] = Field(default_factory=list)
    notices: list[Dated] = Field(default_factory=list)
    captures: list[Capture] = Field(default_factory=list)
    prior_cases: list[PriorCase] = Field(default_factory=list)
    corrections: list[Correction] = Field(default_factory=list)
    alleged: list[Alleged] = Field(default_factory=list)
    consequences: list[Consequence] = Field(default_factory=list)
    dealt_with: list[DealtWith] = Field(default_factory=list)
    opinions: list[Opinion] = Field(default_factory=list)
    directions: list[Direction] = Field(default_factory=list)
    topics: list[Topic] = Field(default_factory=list)
    links: list[Link] = Field(default_factory=list)
    law_checked: list[LawChecked] = Field(default_factory=list)


_SECTIONS: dict[str, type[_Strict]] = {
    "case": CaseFacts,
    "targets": Target,
    "warnings": Dated,
    "takedowns": Dated,
    "penalties": Dated,
    "notices": Dated,
    "captures": Capture,
    "prior_cases": PriorCase,
    "corrections": Correction,
    "alleged": Alleged,
    "consequences": Consequence,
    "dealt_with": DealtWith,
    "opinions": Opinion,
    "directions": Direction,
    "topics": Topic,
    "links": Link,
    "law_checked": LawChecked,
}


def stated_values(content: bytes) -> bytes:
    """Write what a case.toml states, without its pseudonym key, so that equal statements give equal bytes.

    A file that is no TOML gives its own bytes.

    >>> stated_values(b"[case]\\npseudonym_key = 'x'\\ntitle = 'y'")
    b'{"case":{"title":"y"}}'
    """
    try:
        stated = toml_of(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return content
    if isinstance(stated.get("case"), dict):
        stated["case"].pop("pseudonym_key", None)
    return json.dumps(
        stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_typed
    ).encode("utf-8", "surrogatepass")


def _typed(value: object) -> dict[str, str]:
    """A moment of TOML with its type, so that no text is equal to it."""
    return {type(value).__name__: str(value)}


def adopt_case_toml(folder: Path, file: Path) -> None:
    """Take a file as the case.toml of a case that has none.

    Raises CaseError if it cannot be read or the case states other things, SettingsError if it is not valid.
    """
    own = folder / "case.toml"
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise CaseError("facts_unreadable", file=file, found=fault.strerror or fault) from None
    if own.exists():
        if own.read_bytes() != content:
            raise CaseError("facts_differ", file=file, case=folder)
        return
    own.write_bytes(content)
    try:
        read_case_toml(folder)
    except SettingsError:
        own.unlink()
        raise


def read_case_toml(folder: Path) -> CaseToml:
    """Read and check the `case.toml` of a case folder; every default if there is none.

    Raises SettingsError for broken TOML, an unknown key (with the nearest known one), or a value that does
    not fit.
    """
    file = folder / "case.toml"
    if not file.exists():
        return CaseToml()
    if file.is_dir():
        raise CaseError("toml_is_folder", file=file)
    try:
        return CaseToml.model_validate(toml_of(file.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError("toml_broken", where=file, found=fault) from None
    except ValidationError as fault:
        raise _named(file, fault) from None


def _named(file: Path, fault: ValidationError) -> SettingsError:
    """The first fault of the file as one sentence that names the key."""
    first = fault.errors()[0]
    where = [str(part) for part in first["loc"]]
    if first["type"] == "extra_forbidden":
        model: type[BaseModel] = _SECTIONS[where[0]] if len(where) > 1 else CaseToml
        nearest = (get_close_matches(where[-1], model.model_fields, 1) or sorted(model.model_fields))[0]
        return SettingsError(
            "unknown_key", key=where[-1], where=f"{file} [{'.'.join(where[:-1])}]", nearest=nearest
        )
    return SettingsError(
        "toml_value", where=file, key=".".join(where), found=first.get("input"), fault=first["msg"]
    )
