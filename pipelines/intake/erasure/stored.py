"""The rows the workspace keeps of every batch: which are the person's, and the same files without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.intake.erasure.person import Wanted
from pipelines.warehouse.schema import all_datasets, frame_columns
from pipelines.warehouse.workspace import Workspace

_WHO = ["person_key", "is_provisional", "alias_key"]
Pointer = tuple[str, str, str, int]  # batch and file a row was read from, sheet, row


@dataclass(frozen=True, slots=True)
class Part:
    """One file of stored rows: a batch's of a dataset."""

    batch: str
    dataset: str
    path: Path


@dataclass(frozen=True, slots=True)
class Bearers:
    """The person's keys (the provisional ones too), and how many rows may be theirs or another's of the same name, birth and place."""

    keys: frozenset[str]
    doubtful: int


@dataclass(eq=False)
class Stored:
    """The person's stored rows: of each file which places (0-based), and the rows themselves with the batch they count in."""

    places: dict[Part, list[int]] = field(default_factory=dict)
    rows: dict[Part, pd.DataFrame] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows there are; one that a correction took over stands in two batches and counts twice."""
        return sum(map(len, self.places.values()))

    @property
    def distinct(self) -> dict[str, int]:
        """Rows by dataset, each read row once for every record it became."""
        found: dict[str, int] = {}
        for part, frame in self.rows.items():
            found[part.dataset] = found.get(part.dataset, 0) + int((frame["batch"] == part.batch).sum())
        return dict(sorted(found.items()))

    @property
    def pointers(self) -> set[Pointer]:
        """Where the rows were read."""
        columns = ["batch", "file", "source_sheet", "source_row"]
        return {(b, f, s, int(r)) for frame in self.rows.values() for b, f, s, r in frame[columns].itertuples(index=False)}


def parts(workspace: Workspace) -> Iterator[Part]:
    """Yield every file of stored rows, those of the private store too."""
    for folder in (workspace.cleaned, workspace.private):
        for path in sorted(folder.glob("*/*.parquet")):
            if path.stem in all_datasets():
                yield Part(path.parent.name, path.stem, path)


def find_bearers(workspace: Workspace, wanted: Wanted) -> Bearers:
    """Return the keys of the person: rows sent before the number was known are theirs where only one person can be meant.

    Raises REFUSED where name, birth date and facility fit several persons with an ID number.
    """
    frames = [
        pq.read_table(part.path, columns=_WHO).to_pandas().drop_duplicates() for part in parts(workspace)
        if "alias_key" in frame_columns(all_datasets()[part.dataset])
    ]  # fmt: skip
    people = pd.concat(frames, ignore_index=True).drop_duplicates() if frames else pd.DataFrame(columns=_WHO)
    known = people[~people["is_provisional"].astype(bool) & people["person_key"].notna()]
    key = wanted.key(workspace.secret())
    keys = {key}
    if not wanted.number:
        owners = set(known.loc[known["alias_key"] == key, "person_key"])
        if len(owners) > 1:
            raise XiangyiError(
                Text(f"有 {len(owners)} 名有身份证号的人符合；请改用身份证号", f"{len(owners)} persons with an ID number fit; give the ID number"),
                ExitCode.REFUSED,
            )
        keys |= owners
    aliases = known.loc[known["person_key"].isin(keys), "alias_key"].dropna().unique().tolist()
    shared = set(known.loc[known["alias_key"].isin(aliases) & ~known["person_key"].isin(keys), "alias_key"])
    keys |= {alias for alias in aliases if alias not in shared}
    doubtful = int((people["is_provisional"].astype(bool) & people["person_key"].isin(shared - keys)).sum())
    return Bearers(frozenset(keys), doubtful)


def find_stored(workspace: Workspace, keys: frozenset[str]) -> Stored:
    """Return every stored row of the person, and the rows that hang on theirs alone: documents of their application."""
    found = Stored()
    all_parts = list(parts(workspace))
    for part in all_parts:
        if "person_key" in frame_columns(all_datasets()[part.dataset]):
            mask = pc.is_in(pq.read_table(part.path, columns=["person_key"])["person_key"], pa.array(sorted(keys)))
            _take(found, part, mask)
    for name, dataset in all_datasets().items():
        for link in dataset.references:
            about = frame_columns(all_datasets()[link.dataset])
            if "person_key" in about and "person_key" not in frame_columns(dataset):
                values = _theirs_alone(found, [p for p in all_parts if p.dataset == link.dataset], link.to)
                for part in (p for p in all_parts if p.dataset == name and values):
                    column = pq.read_table(part.path, columns=[link.column])[link.column]
                    _take(found, part, pc.is_in(column, pa.array(sorted(values))))
    return found


def _take(found: Stored, part: Part, mask: pa.ChunkedArray) -> None:
    places = [i for i, is_theirs in enumerate(mask.to_pylist()) if is_theirs] if pc.any(mask).as_py() else []
    if places:
        found.places[part] = places
        found.rows[part] = _as_counted(pq.read_table(part.path), part).take(places).to_pandas()


def _as_counted(table: pa.Table, part: Part) -> pa.Table:
    """Add the batch rows count in where an older file does not say it."""
    if "load_batch" in table.column_names:
        return table
    return table.append_column("load_batch", pa.array([part.batch] * len(table)))


def _theirs_alone(found: Stored, about: list[Part], column: str) -> set[str]:
    theirs: set[str] = set()
    others: set[str] = set()
    for part in about:
        values = pq.read_table(part.path, columns=[column])[column].to_pylist()
        mine = set(found.places.get(part, ()))
        theirs |= {value for i, value in enumerate(values) if i in mine and value is not None}
        others |= {value for i, value in enumerate(values) if i not in mine and value is not None}
    return theirs - others


def write_without(part: Part, places: list[int], names: Mapping[str, str], sheets: Mapping[str, str], to: Path) -> None:
    """Write a file of stored rows anew without the rows at `places`; `names` and `sheets` rename files and sheets."""
    table = pq.read_table(part.path)
    gone = set(places)
    table = table.take([i for i in range(len(table)) if i not in gone])
    for column, renamed in (("file", names), ("source_sheet", sheets)):
        if renamed and column in table.column_names:
            values = [renamed.get(v, v) for v in table[column].to_pylist()]
            table = table.set_column(table.column_names.index(column), column, pa.array(values, pa.string()))
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pq.write_table(table, to, compression="zstd")
