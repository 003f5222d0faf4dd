"""Find the declarations of a package: one file each, nothing to register by hand."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, TypeVar


class Named(Protocol):
    """Anything that carries a name."""

    @property
    def name(self) -> str:
        """The name."""
        ...


T = TypeVar("T", bound=Named)


def collect(package: str, kind: type[T]) -> dict[str, T]:
    """Return every module-level instance of `kind` in `package`, by name, in order of file then of appearance.

    Raises ValueError when two declarations share a name.
    """
    found: dict[str, T] = {}
    root = importlib.import_module(package)
    for info in sorted(pkgutil.iter_modules(root.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{package}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, kind):
                if found.setdefault(value.name, value) is not value:
                    raise ValueError(f"{package}: two declarations are called {value.name}")
    return found
