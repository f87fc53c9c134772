"""A provision as a reader sees it: its document, article and words, how far verified, and who judges it."""

from dataclasses import dataclass

from analytics.law.rule_set import Mark, Provision, RuleSet
from analytics.model.messages import say


@dataclass(frozen=True)
class Citation:
    """A provision in the words of a language.

    quote: the text as read, in quote_lang; None where it is not at hand.
    gloss: in English, no official translation; None where there is none.
    marks: how far text and number were verified; always shown.
    status: whether the document is in force.
    decider: who judges it.
    sha256: of the UTF-8 bytes of the text.
    threshold, unit: the number that the provision names, if it names one.
    """

    rule_set: str
    document: str
    number: str
    article: str
    quote: str | None
    quote_lang: str
    gloss: str | None
    marks: str
    status: str
    decider: str
    sha256: str | None
    threshold: float | None
    unit: str | None

    def lines(self) -> list[str]:
        """Give the citation as lines of plain text."""
        return [
            f"{self.number} {self.article}",
            *filter(None, (self.quote, self.gloss, self.marks, self.status, self.decider)),
            *([f"SHA-256 {self.sha256}"] if self.sha256 else []),
        ]


def citation(rules: RuleSet, provision: Provision, lang: str) -> Citation:
    """Put a provision of a rule set into words; the mark of verification is never left out."""
    quote = provision.text or None
    marks = [
        say(f"law.mark_text_{provision.text_mark.value}", lang),
        say(f"law.mark_number_{provision.number_mark.value}", lang),
    ]
    if quote and not provision.whole:
        marks.append(say("law.mark_fragment", lang))
    if quote and provision.lang != "zh" and lang == "zh":
        marks.append(say("law.mark_translation", lang))
    gloss = provision.gloss or None
    shown = gloss if lang == "en" or quote is None else None
    if shown and lang == "en" and quote and provision.gloss_mark is not Mark.VERIFIED:
        shown = say("law.gloss", lang, text=shown)
    deciders = say("law.list_mark", lang).join(say(f"law.decider_{name}", lang) for name in provision.decider)
    return Citation(
        rules.id,
        rules.title.zh if lang == "zh" else rules.title.en,
        rules.number,
        provision.article if lang == "zh" else provision.article_en,
        quote,
        provision.lang,
        shown,
        say("law.list_mark", lang).join(marks),
        say(f"law.status_{rules.status}", lang),
        say("law.decider", lang, who=deciders),
        provision.sha256 or None,
        provision.threshold,
        provision.unit,
    )
