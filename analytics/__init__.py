"""Platform exports in; repost and comment trees, roles, scope and evidence out.

What stands in `__all__` is the public interface; everything else may move from version to version. A study
goes in four steps: import the exports (or open a case), analyse it, look at the results, write the report.

    from analytics import account_network, analyse, explain, import_files, table, write_report

    case = analyse(import_files("case", "exports").case)
    scope = table(case, "scope", library="pandas")
    network = account_network(case)
    print(explain(case, "reposts@case").lines[0])
    write_report(case, lang="en")

Names are looked up on first use, so that `import analytics` itself costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.api import (
        ImportOptions,
        Thresholds,
        WakelineError,
        account_network,
        analyse,
        event_tree,
        explain,
        import_files,
        open_case,
        table,
        verify,
        write_report,
    )
else:

    def __getattr__(name: str) -> object:
        """A public name, loaded when it is first asked for."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = getattr(import_module("analytics.api"), name)
        return globals()[name]

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "ImportOptions",
    "Thresholds",
    "WakelineError",
    "account_network",
    "analyse",
    "event_tree",
    "explain",
    "import_files",
    "open_case",
    "table",
    "verify",
    "write_report",
]
