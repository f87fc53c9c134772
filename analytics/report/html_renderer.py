"""The document as one HTML file: no script, nothing loaded, every text of a stranger escaped."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from analytics.model.messages import say
from analytics.model.untrusted_text import for_css, one_line
from analytics.report.blocks import (
    Box,
    Claim,
    Figure,
    Grid,
    Items,
    Labelled,
    Numbered,
    Part,
    Prose,
    Quote,
    Reference,
    Terms,
    entry,
)
from analytics.report.charts import draw
from analytics.report.mark_files import mark_files
from analytics.report.placeholders import Code, Foreign, Kind, Locale, Piece, Value, Word
from analytics.report.report_data import ReportData

TEMPLATES = Path(__file__).parent / "templates"
HTML_LANG = {"zh": "zh-CN", "en": "en"}
_RENDERERS = {
    Claim: "claim",
    Prose: "prose",
    Grid: "grid",
    Terms: "terms",
    Figure: "figure",
    Box: "box",
    Items: "items",
    Labelled: "labelled",
    Quote: "quote",
}


@dataclass(frozen=True)
class HtmlRenderer:
    """How one language of a document is set: values to markup, references to marks.

    Each mark is a link to the file of its set.
    """

    voice: Locale
    marks: dict[Reference, int]
    sets: str

    def html(self, value: Value) -> Markup:
        """Set a value as markup: foreign text isolated, hashes in one width."""
        return Markup("").join(_set(piece) for piece in self.voice.pieces(value))

    def said(self, key: str, params: dict[str, Value] | None = None) -> Markup:
        """Set a text of the catalogue with its values."""
        return self.html(Word(entry(key), tuple((params or {}).items())))

    def refs(self, references: tuple[Reference, ...]) -> Markup:
        """Set the marks [E3][E7] of some references."""
        link = Markup('<a class="ref" href="{1}/E{0}.csv">[E{0}]</a>')
        return Markup("").join(link.format(self.marks[r], self.sets) for r in dict.fromkeys(references))

    def shown(self, text: str) -> str:
        """Show hidden characters of a text by number; the template escapes the rest."""
        return one_line(text)

    def drawing(self, figure: Figure) -> Markup:
        """Set the picture of a figure; charts.py escapes what it writes."""
        return Markup(draw(figure.data, self.voice.text(figure.spoken), self.voice))


def html_document(
    parts: tuple[Part, ...], numbered: Numbered, facts: ReportData, lang: str, is_annex: bool, seal: str
) -> str:
    """Write one document in one language as HTML.

    parts: those of the main part, or those of the annex.
    seal: SHA-256 of findings.json.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["renderer"] = lambda block: _RENDERERS[type(block)]
    kind = "annex" if is_annex else "main"
    case = facts.toml.case
    voice = facts.voice(lang)
    running = f"{say(f'parts.{kind}_title', lang)}  {case.reference[:60]}"
    return environment.get_template("document.html").render(
        kind=kind,
        set=HtmlRenderer(voice, numbered.marks, mark_files(facts.purpose)[1]),
        html_lang=HTML_LANG[lang],
        running=for_css(running),
        parts=[(part, say(f"parts.{kind}_no", lang, n=part.number)) for part in parts],
        title=voice.text(Foreign(f"{say(f'parts.{kind}_title', lang)} {case.reference[:60]}".strip(), 120)),
        subtitle=Foreign(case.title or case.reference, 120),
        style=Markup((TEMPLATES / "style.css").read_text(encoding="utf-8")),
        seal=Code(seal),
        foot=Code(facts.analysis_hash),
        case=Foreign(case.reference, 60),
    )


def _set(piece: Piece) -> Markup:
    if piece.kind is Kind.FOREIGN:
        return Markup("<bdi>{}</bdi>").format(piece.text)
    if piece.kind is Kind.STRONG:
        return Markup("<b><bdi>{}</bdi></b>").format(piece.text)
    if piece.kind is Kind.CODE:
        return Markup("<code>{}</code>").format(piece.text)
    return escape(piece.text)
