"""The commands of the loading half, by name."""

from __future__ import annotations

from typing import Any

from pipelines.command import (
    asking,
    boundaries,
    changing,
    changing_entries,
    entries,
    erasing,
    loading,
    quality,
    reconciling,
    releasing,
    watching,
    workbooks,
)
from pipelines.command.manual import Entry

LOADING: dict[str, tuple[Entry, Any]] = {
    "init": (entries.INIT, loading.init),
    "check": (entries.CHECK, loading.check),
    "load": (entries.LOAD, loading.load),
    "template": (entries.TEMPLATE, workbooks.template),
    "records": (entries.RECORDS, workbooks.records),
    "status": (entries.STATUS, loading.status),
    "batches": (changing_entries.BATCHES, changing.batches),
    "undo": (changing_entries.UNDO, changing.undo),
    "rebuild": (changing_entries.REBUILD, changing.rebuild),
    "erase": (erasing.ERASE, erasing.erase),
    "watch": (changing_entries.WATCH, watching.watch),
    "indicators": (entries.INDICATORS, asking.indicators),
    "observe": (entries.OBSERVE, asking.observe),
    "release": (releasing.RELEASE, releasing.release),
    "quality": (entries.QUALITY, quality.quality),
    "explain": (entries.EXPLAIN, quality.explain),
    "reconcile": (reconciling.RECONCILE, reconciling.reconcile),
    "boundaries": (entries.BOUNDARIES, boundaries.boundaries),
}
