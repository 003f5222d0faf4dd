"""Places written by name instead of code: found in the registers where the name can mean one place only, else told, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from pipelines.core.dataset import Dataset
from pipelines.core.errors import Problem
from pipelines.core.text import Text
from pipelines.intake.registers import Registers
from pipelines.intake.staging import Staging
from pipelines.warehouse.ledger import Live
from pipelines.warehouse.schema import all_datasets, quoted

EXAMPLES = 5
_IS_NAME = "[\u3400-\u9fff]\\s*[\u3400-\u9fff]"  # codes hold no two Chinese characters in a row
_WRITE_CODE = Text("请改填代码", "write the code instead")


@dataclass(frozen=True, slots=True)
class Named:
    """A name some rows of one file give in a column: the code it was found to mean, or those it could mean."""

    file: int
    dataset: str
    column: str
    name: str
    rows: int
    codes: tuple[str, ...]

    def problem(self, file: str) -> Problem:
        """Return the warning for a name of several places: the rows stay as they are."""
        shown = ", ".join(self.codes[:EXAMPLES])
        reason = Text(
            f"名录中有 {len(self.codes)} 处同名（{shown}），无法判定是哪一处（{self.rows} 行）",
            f"{len(self.codes)} places of the register have this name ({shown}): which is meant cannot be told ({self.rows} row(s))",
        )
        title = all_datasets()[self.dataset].column(self.column).title.zh
        return Problem(file=file, column=title, found=self.name, reason=reason, remedy=_WRITE_CODE, severity="warning")


def place_columns(dataset: Dataset) -> dict[str, str]:
    """Return the columns of a dataset that name places of a register: column -> region or facility."""
    found = dict.fromkeys(("region_code", "parent_code"), "region") | {"facility_code": "facility"}
    found |= {r.column: r.dataset for r in dataset.references if r.dataset in ("region", "facility") and r.to == f"{r.dataset}_code"}
    own = {"region": "region_code", "facility": "facility_code"}.get(dataset.name)
    columns = {column.name for column in dataset.columns if dataset.keeps(column)}
    return {name: register for name, register in found.items() if name in columns and name != own}


def find_names(staging: Staging, live: Sequence[Live], files: Mapping[int, str]) -> list[Named]:
    """Replace names of places by their codes in the staging, where they can mean one place only.

    `files` are the names of the files by number. Returns every name that is in the registers: with one code it was replaced,
    with several it was left. Names no register knows are left as they are; they are told with the codes nobody knows.
    """
    written = [
        (dataset, column, register) for dataset in (all_datasets()[name] for name in sorted(staging.datasets))
        for column, register in place_columns(dataset).items() if _holds_names(staging, dataset.name, column)
    ]
    if not written:
        return []
    known = staging.registers(list(live))
    found: list[Named] = []
    hints: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
    for dataset, column, register in written:
        for file, name, rows in _names(staging, dataset.name, column):
            if known.knows(name):
                continue
            if file not in hints:
                hints[file] = (_around(staging, known, file), known.named_in(files[file]))
            if codes := known.choose(register, name, hints[file]):
                found.append(Named(file, dataset.name, column, name, rows, codes))
        _replace(staging, dataset.name, column, [n for n in found if (n.dataset, n.column) == (dataset.name, column)])
    return found


def _holds_names(staging: Staging, dataset: str, column: str) -> bool:
    table, place = quoted(f"in_{dataset}"), quoted(column)
    row = staging.connection.execute(f"select 1 from {table} where regexp_matches({place}, ?) limit 1", [_IS_NAME]).fetchone()
    return row is not None


def _names(staging: Staging, dataset: str, column: str) -> list[tuple[int, str, int]]:
    table, place = quoted(f"in_{dataset}"), quoted(column)
    return staging.connection.execute(
        f"select file_no, {place}, count(*)::BIGINT from {table} where regexp_matches({place}, ?) group by 1, 2 order by 1, 2", [_IS_NAME]
    ).fetchall()


def _around(staging: Staging, known: Registers, file: int) -> frozenset[str]:
    """Return the regions over the places that a file's rows name without doubt."""
    found: set[str] = set()
    for name in sorted(staging.datasets):
        for column, register in place_columns(all_datasets()[name]).items():
            table, place = quoted(f"in_{name}"), quoted(column)
            values = staging.connection.execute(
                f"select distinct {place} from {table} where file_no = ? and {place} is not null", [file]
            ).fetchall()
            for (value,) in values:
                codes = (value,) if known.knows(value) else known.choose(register, value, ())
                if len(codes) == 1:
                    found |= known.above(codes[0])
    return frozenset(found)


def _replace(staging: Staging, dataset: str, column: str, named: Sequence[Named]) -> None:
    rows = [(n.file, n.name, n.codes[0]) for n in named if len(n.codes) == 1]
    if not rows:
        return
    frame = pd.DataFrame(rows, columns=["file_no", "name", "code"])
    staging.connection.register("named_frame", pa.Table.from_pandas(frame, preserve_index=False))
    table, place = quoted(f"in_{dataset}"), quoted(column)
    staging.connection.execute(
        f"update {table} set {place} = n.code from named_frame n where {table}.file_no = n.file_no and {table}.{place} = n.name"
    )
    staging.connection.unregister("named_frame")
    staging.renamed.add(dataset)


def found_note(named: Sequence[Named]) -> Text:
    """Return the remark on the names of one file and column that were replaced by codes."""
    rows, more = sum(n.rows for n in named), len(named) > EXAMPLES
    pairs = [f"{n.name} → {n.codes[0]}" for n in named[:EXAMPLES]]
    title = all_datasets()[named[0].dataset].column(named[0].column).title
    return Text(
        f"“{title.zh}”按名称对应到代码（{rows} 行）：{'、'.join(pairs)}{f' 等 {len(named)} 处' if more else ''}",
        f'"{title.en}" found by name ({rows} row(s)): {len(named)} place(s), such as {", ".join(n.codes[0] for n in named[:EXAMPLES])}',
    )
