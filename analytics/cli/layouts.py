"""The export layouts that can be read, each with what no file of it can ever show."""

from typing import Any

from analytics.cli.speech import LANG, JsonOption, out
from analytics.model.messages import say


def known() -> list[Any]:
    """Every importer, by name."""
    from analytics.importing.sniff import importers

    return list(importers().values())


def absent_from(importer: Any, lang: str) -> str:
    """What no file of this layout can show, in words."""
    return say("cli.never_joint", lang).join(say(f"cli.never_{code}", lang) for code in importer.never_shows)


def formats(json_: JsonOption = False) -> None:
    """List the export layouts that can be read."""
    from analytics.store.case_folder import canonical_json

    if json_:
        print(canonical_json([_described(importer) for importer in known()]), end="")
        return
    width = max(len(importer.name) for importer in known())
    for importer in known():
        print(f"{importer.name:<{width}}  {importer.label}")
        out("formats_never", absent=absent_from(importer, LANG))


def _described(importer: Any) -> dict[str, Any]:
    return {
        "name": importer.name,
        "label": importer.label,
        "platform": importer.platform,
        "source": importer.source,
        "needs": list(importer.needs),
        "never_shows": list(importer.never_shows),
        "containers": sorted(c.value for c in importer.containers),
    }
