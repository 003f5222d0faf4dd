"""The answers used last, kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")
KEPT = 4_000


class Kept:
    """The answers used last, a bounded number of them, shared between threads; nobody makes what another is making."""

    def __init__(self, size: int = KEPT) -> None:
        self._size = size
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.RLock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under `key`, else make it and keep it."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return cast(T, self._found[key])
            turn = self._making.setdefault(key, threading.RLock())
        with turn:
            with self._lock:
                if key in self._found:
                    return cast(T, self._found[key])
            made = make()
            with self._lock:
                self._found[key] = made
                self._making.pop(key, None)
                while len(self._found) > self._size:
                    self._found.popitem(last=False)
            return made
