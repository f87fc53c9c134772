"""The export layouts that can be read: platform, files, zone, and what no file of a layout can ever show."""

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


def held_in(importer: Any, lang: str) -> str:
    """Of which platform the layout is, in which files it comes, and in which zone bare times are read."""
    from analytics.scope.wording import platform_words

    joint = say("cli.never_joint", lang)
    files = joint.join(say(f"cli.container_{one.value}", lang) for one in sorted(importer.containers))
    zone = importer.timezone or say("cli.zone_open", lang)
    return say(
        "cli.formats_held", lang, platform=platform_words(importer.platform, lang), files=files, zone=zone
    )


def formats(json_: JsonOption = False) -> None:
    """List the export layouts that can be read."""
    from analytics.store.case_folder import canonical_json

    if json_:
        print(canonical_json([_described(importer) for importer in known()]), end="")
        return
    width = max(len(importer.name) for importer in known())
    for importer in known():
        print(f"{importer.name:<{width}}  {importer.label}")
        print(f"    {held_in(importer, LANG)}")
        out("formats_never", absent=absent_from(importer, LANG))


def _described(importer: Any) -> dict[str, Any]:
    return {
        "name": importer.name,
        "label": importer.label,
        "platform": importer.platform,
        "source": importer.source,
        "timezone": importer.timezone,
        "needs": list(importer.needs),
        "never_shows": list(importer.never_shows),
        "containers": sorted(c.value for c in importer.containers),
    }
