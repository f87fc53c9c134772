"""A registry is a folder: each module in it offers one constant of one type, or a tuple of several."""

from importlib import import_module
from pathlib import Path
from typing import TypeVar

from analytics.model.errors import RegistryError

Plugin = TypeVar("Plugin")


def load(package: str, constant: str, kind: type[Plugin]) -> dict[str, Plugin]:
    """Every `constant` of type `kind` found in the modules of `package`, by its `name`, in alphabetical
    order.

    A module offers one (`constant`) or several as a tuple (`constant` with an S: FACTOR, FACTORS).
    Raises RegistryError for a module without the constant, of another type, or with a name already taken.
    """
    folder = Path(import_module(package).__path__[0])
    found: dict[str, Plugin] = {}
    for file in sorted(folder.glob("*.py")):
        if file.stem.startswith("_"):
            continue
        module = import_module(f"{package}.{file.stem}")
        one = getattr(module, constant, None)
        for plugin in getattr(module, f"{constant}S", (None,)) if one is None else (one,):
            if not isinstance(plugin, kind):
                raise RegistryError("plugin_constant", file=file.name, constant=constant, kind=kind.__name__)
            name = str(plugin.name)  # type: ignore[attr-defined]
            if name in found:
                raise RegistryError("plugin_twice", file=file.name, name=name)
            found[name] = plugin
    return dict(sorted(found.items()))
