"""What the ledger has to say after an erasure, worked out from the rows that go."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.core.dataset import Dataset
from pipelines.intake.erasure.rewrite import Rewritten
from pipelines.intake.erasure.stored import Part, Stored
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.ledger_erasure import Fewer, Moved
from pipelines.warehouse.loads import Count, LoadKey
from pipelines.warehouse.schema import all_datasets, content_columns
from pipelines.warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Pointers:
    """Pointers to rows kept out: those that stay, where some go, and how many go by file, dataset and sheet."""

    batch: str
    staying: pd.DataFrame
    gone: Mapping[tuple[str, str, str], int]


def fewer(stored: Stored) -> Iterator[Fewer]:
    """Yield what goes of each load: rows of its own files, and rows it took over from earlier batches."""
    for part, frame in stored.rows.items():
        own = frame["batch"] == part.batch
        for (file, unit, period), rows in frame[own].groupby(["file", "unit", "load_period"], dropna=False):
            yield Fewer(batch=part.batch, file=file, key=LoadKey(part.dataset, unit, period), rows=len(rows))
        for (unit, period), rows in frame[~own].groupby(["unit", "load_period"], dropna=False):
            yield Fewer(batch=part.batch, file=None, key=LoadKey(part.dataset, unit, period), rows=len(rows))


def pointers(workspace: Workspace, rewritten: Sequence[Rewritten]) -> Iterator[Pointers]:
    """Yield the pointers of every batch in which some go, or name a sheet that is called otherwise now."""
    files = {(str(use["batch"]), str(use["name"])): done for done in rewritten for use in done.original.uses}
    for path in sorted(workspace.quarantine.glob("*.parquet")):
        frame = pd.read_parquet(path)
        places = list(zip(frame["file"], frame["source_sheet"], frame["source_row"], strict=True))
        mine = [files.get((path.stem, str(file))) for file, _, _ in places]
        gone = [
            done is not None and int(row) - 1 in done.original.rows.get(str(sheet), ())
            for done, (_, sheet, row) in zip(mine, places, strict=True)
        ]
        mask = pd.Series(gone, index=frame.index, dtype=bool)
        counts = frame[mask].groupby(["file", "dataset", "source_sheet"]).size()
        if mask.any() or any(done is not None for done in mine):
            yield Pointers(path.stem, frame[~mask], {key: int(n) for key, n in counts.items()})


def moved(rewritten: Sequence[Rewritten], stored: Stored, kept_out: Mapping[str, Pointers]) -> Iterator[Moved]:
    """Yield what leaves the account of each sheet for the rows ignored by rule."""
    for done in rewritten:
        for use, account in done.accounts:
            batch, file = str(use["batch"]), str(use["name"])
            for (dataset, form, sheet), total in account.items():
                frame = next((f for part, f in stored.rows.items() if (part.batch, part.dataset) == (batch, dataset)), None)
                loaded = 0
                if frame is not None:
                    loaded = int(((frame["batch"] == batch) & (frame["file"] == file) & (frame["source_sheet"] == sheet)).sum())
                pointed = kept_out[batch].gone.get((file, dataset, sheet), 0) if batch in kept_out else 0
                yield Moved(
                    batch=batch, file=file, dataset=dataset, form=form, sheet=sheet, total=total, loaded=loaded, kept_out=pointed
                )


def differences(ledger: Ledger, stored: Stored) -> Iterator[tuple[str, Count]]:
    """Yield what the person's rows were in the differences of each batch: against the rows that counted just before it."""
    by_part = {(part.batch, part.dataset): frame for part, frame in stored.rows.items()}
    counted: set[str] = set()
    for step in ledger.builds():
        batch = str(step["batch"])
        if step["step"] == "load":
            before = {load.key: load.batch for load in ledger.live_among(counted)}
            for row in ledger.select("select dataset, unit, period from diff where batch = ?", batch):
                key = LoadKey(str(row["dataset"]), str(row["unit"]), str(row["period"]))
                mine = _of(by_part, batch, key)
                theirs = _of(by_part, before.get(key, ""), key)
                if mine or theirs:
                    yield batch, _count(key, mine, theirs)
            counted.add(batch)
        elif step["step"] == "undo":
            counted.discard(batch)


def _of(by_part: Mapping[tuple[str, str], pd.DataFrame], batch: str, key: LoadKey) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the person's rows of a load: what each says, by its key."""
    frame = by_part.get((batch, key.dataset))
    if frame is None:
        return {}
    rows = frame[(frame["unit"] == key.unit) & (frame["load_period"] == key.period)]
    dataset = all_datasets()[key.dataset]
    content = [name for name in content_columns(dataset) if name in rows.columns]
    return {_key_of(dataset, row): tuple(str(row[name]) for name in content) for row in rows.to_dict("records")}


def _key_of(dataset: Dataset, row: Mapping[Hashable, Any]) -> tuple[str, ...]:
    apart = (row[other] for blank, other in dataset.told_apart if pd.isna(row[blank]))
    return tuple(str(value) for value in (*(row[name] for name in dataset.key), *apart))


def _count(key: LoadKey, mine: Mapping[tuple[str, ...], tuple[str, ...]], before: Mapping[tuple[str, ...], tuple[str, ...]]) -> Count:
    both = mine.keys() & before.keys()
    changed = sum(mine[k] != before[k] for k in both)
    return Count(
        key=key, new=len(mine.keys() - before.keys()), changed=changed, gone=len(before.keys() - mine.keys()), unchanged=len(both) - changed
    )


def by_batch(stored: Stored) -> dict[tuple[str, str], int]:
    """Return how many rows go from each batch's stored rows of a dataset."""
    return {(part.batch, part.dataset): len(places) for part, places in stored.places.items()}


def touched(parts: Sequence[Part], stored: Stored, rewritten: Sequence[Rewritten]) -> set[str]:
    """Return the batches of which anything changes: rows, accounts, names."""
    return {part.batch for part in parts if part in stored.places} | {
        str(use["batch"]) for done in rewritten for use in done.original.uses
    }
