"""The commands of the loading half, by name."""

from __future__ import annotations

from typing import Any

from pipelines.command import asking, boundaries, entries, loading, quality
from pipelines.command.manual import Entry

LOADING: dict[str, tuple[Entry, Any]] = {
    "init": (entries.INIT, loading.init),
    "check": (entries.CHECK, loading.check),
    "load": (entries.LOAD, loading.load),
    "status": (entries.STATUS, loading.status),
    "indicators": (entries.INDICATORS, asking.indicators),
    "observe": (entries.OBSERVE, asking.observe),
    "quality": (entries.QUALITY, quality.quality),
    "explain": (entries.EXPLAIN, quality.explain),
    "boundaries": (entries.BOUNDARIES, boundaries.boundaries),
}
