"""The document as one HTML file: no script, nothing loaded, every text of a stranger escaped."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from analytics.model.messages import say
from analytics.model.untrusted_text import for_css, one_line
from analytics.report.appendix import appendix_entries
from analytics.report.blocks import Box, Claim, Figure, Grid, Numbered, Prose, Reference, Terms
from analytics.report.charts import draw
from analytics.report.placeholders import Foreign, Kind, Locale, Piece, Value, Word
from analytics.report.report_data import ReportData

TEMPLATES = Path(__file__).parent / "templates"
HTML_LANG = {"zh": "zh-CN", "en": "en"}
_RENDERERS = {Claim: "claim", Prose: "prose", Grid: "grid", Terms: "terms", Figure: "figure", Box: "box"}


@dataclass(frozen=True)
class HtmlRenderer:
    """How one language of the document is set: values to markup, references to links into its own
    appendix."""

    voice: Locale
    marks: dict[Reference, int]

    def html(self, value: Value) -> Markup:
        """A value as markup: foreign text isolated, hashes in one width."""
        return Markup("").join(_set(piece) for piece in self.voice.pieces(value))

    def said(self, key: str, params: dict[str, Value] | None = None) -> Markup:
        """A text of the report's catalogue, filled."""
        return self.html(Word(f"report.{key}", tuple((params or {}).items())))

    def refs(self, references: tuple[Reference, ...]) -> Markup:
        """The marks [E3][E7] of some references, each a link to its entry."""
        return Markup("").join(
            Markup('<a class="ref" href="#{0}-E{1}">[E{1}]</a>').format(self.voice.lang, self.marks[r])
            for r in references
        )

    def shown(self, text: str) -> str:
        """A text with unseen characters by number, for the template to escape."""
        return one_line(text)

    def drawing(self, figure: Figure) -> Markup:
        """The picture of a figure; svg.py escapes what it writes."""
        return Markup(
            draw(
                figure.data,
                self.voice.text(Word(f"report.{figure.key}", tuple(figure.params.items()))),
                self.voice,
            )
        )


def html_document(numbered: Numbered, facts: ReportData, langs: tuple[str, ...]) -> str:
    """The HTML of a numbered document, one part a language, in the order of `langs`."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["renderer"] = lambda block: _RENDERERS[type(block)]
    template = environment.get_template("document.html")
    case = facts.toml.case
    parts = [
        {
            "lang": lang,
            "html_lang": HTML_LANG[lang],
            "set": HtmlRenderer(Locale(lang, ZoneInfo(case.timezone)), numbered.marks),
            "running": for_css(f"{say('report.running', lang)}  {case.reference[:60]}"),
        }
        for lang in langs
    ]
    first = Locale(langs[0], ZoneInfo(case.timezone))
    title = first.text(Foreign(case.title or case.reference or "wakeline", 80))
    return template.render(
        parts=parts,
        numbered=numbered,
        title=title,
        subtitle=Foreign(case.title or case.reference, 120),
        style=Markup((TEMPLATES / "style.css").read_text(encoding="utf-8")),
        entries=appendix_entries(numbered, facts),
        generation=facts.manifest.get("generation", ""),
        chapter_titles=_titles(numbered, langs),
    )


def _titles(numbered: Numbered, langs: tuple[str, ...]) -> dict[str, list[tuple[int, str]]]:
    return {
        lang: [
            (number, say(f"report.section_{name}", lang)) for number, name, _ in numbered.chapters if number
        ]
        + [(len(numbered.chapters), say("report.section_appendix", lang))]
        for lang in langs
    }


def _set(piece: Piece) -> Markup:
    if piece.kind is Kind.FOREIGN:
        return Markup("<bdi>{}</bdi>").format(piece.text)
    if piece.kind is Kind.CODE:
        return Markup("<code>{}</code>").format(piece.text)
    return escape(piece.text)
