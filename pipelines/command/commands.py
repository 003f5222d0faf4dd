"""The commands of the loading half, by name."""

from __future__ import annotations

from typing import Any

from pipelines.command import (
    asking,
    asking_entries,
    boundaries,
    changing,
    changing_entries,
    entries,
    erasing,
    loading,
    quality,
    ranking,
    reconciling,
    releasing,
    tracing,
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
    "indicators": (asking_entries.INDICATORS, asking.indicators),
    "observe": (asking_entries.OBSERVE, asking.observe),
    "rank": (asking_entries.RANK, ranking.rank),
    "trace": (asking_entries.TRACE, tracing.trace),
    "release": (releasing.RELEASE, releasing.release),
    "quality": (entries.QUALITY, quality.quality),
    "explain": (entries.EXPLAIN, quality.explain),
    "reconcile": (reconciling.RECONCILE, reconciling.reconcile),
    "boundaries": (entries.BOUNDARIES, boundaries.boundaries),
}
