"""Files on their way in: identified, read in order into the staging, and told apart from what was loaded before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from pipelines.core.codelist import CodeList
from pipelines.core.errors import ExitCode, Problem, XiangyiError
from pipelines.core.period import Period
from pipelines.core.registry import collect
from pipelines.core.text import Text
from pipelines.extract.period import dated_by_folder
from pipelines.extract.reading import Reading, Table, read_file
from pipelines.extract.report import printable
from pipelines.extract.table import Heads
from pipelines.intake.naming import Named, find_names, found_note
from pipelines.intake.plan import TableReport
from pipelines.intake.readers import read_ahead
from pipelines.intake.staging import LeftOut, Staging, TableId
from pipelines.warehouse.ledger import Ledger, Live, LoadKey, Seen
from pipelines.warehouse.loads import Mode
from pipelines.warehouse.schema import all_datasets
from pipelines.warehouse.workspace import Workspace

Progress = Callable[[str, float], None]
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Files that come together and how they are taken: `period` is for those that do not say theirs.

    `names` are the files' names as sent, where the paths have others. A replay reads every file, whatever was seen before, and
    names the `day` on which the files were first loaded: what had not come then is kept out again.
    """

    paths: tuple[Path, ...]
    period: str | None = None
    mode: Mode = "replace"
    names: tuple[str, ...] = ()
    is_replay: bool = False
    day: date | None = None


@dataclass(eq=False)
class Arrived:
    """One file of the batch. `reading` identifies its bytes, the period asked for, the settings and the declarations.

    `covers` are the periods its sheets state for a dataset whose rows have dates of their own.
    """

    number: int
    path: Path
    name: str
    sha256: str
    reading: str
    seen: Seen | None = None
    tables: tuple[TableReport, ...] = ()  # as read, before anything is set aside across files
    problems: tuple[Problem, ...] = ()
    notes: tuple[Text, ...] = ()
    quarantine: pd.DataFrame = field(default_factory=pd.DataFrame)
    content: str = ""
    is_read: bool = False
    covers: tuple[tuple[str, Period], ...] = ()
    heads: tuple[Heads, ...] = ()  # of each table


def arrivals(workspace: Workspace, delivery: Delivery) -> list[Arrived]:
    """Identify files; names are made to differ. Raises NOT_FOUND for a path that is no file."""
    missing = next((path for path in delivery.paths if not path.is_file()), None)
    if missing is not None:
        raise XiangyiError(Text(f"没有文件 {missing}；请检查路径", f"there is no file {missing}; check the path"), ExitCode.NOT_FOUND)
    rules = _rules(workspace)
    files: list[Arrived] = []
    for number, path in enumerate(delivery.paths):
        sha256 = hash_file(path)
        sent_as = f"{path.parent.name}/{path.stem}" if dated_by_folder(path) else path.stem  # a name may say the period, or the place
        reading = hashlib.sha256("\n".join((sha256, sent_as, delivery.period or "", rules)).encode()).hexdigest()
        name = delivery.names[number] if delivery.names else _free_name(path, {file.name for file in files})
        files.append(Arrived(number, path, name, sha256, reading))
    return files


def _free_name(path: Path, taken: set[str]) -> str:
    """Return the file's name, with its folder, then a number, where another file of the batch has it.

    The folder stands there as well where it alone says the year: a file read again from the archive has no other folder.
    """
    own = printable(path.name, LONGEST_NAME)
    short = [] if dated_by_folder(path) else [own]
    wanted = [*short, f"{printable(path.parent.name)}/{own}", *(f"{own} ({n})" for n in range(2, len(taken) + 3))]
    return next(name for name in wanted if name not in taken)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rules(workspace: Workspace) -> str:
    """Return a hash of all that decides how bytes are read: declarations and the site's settings."""
    return hashlib.sha256(f"{_declared()}\n{workspace.site!r}".encode()).hexdigest()


@cache
def _declared() -> str:
    """Return all declarations in full, which are the same as long as the process lives."""
    return "\n".join(repr(d) for d in (*all_datasets().values(), *collect("pipelines.codelists", CodeList).values()))


def take_in(
    files: Sequence[Arrived], ledger: Ledger, live: Sequence[Live], delivery: Delivery, staging: Staging, progress: Progress
) -> list[LeftOut]:
    """Read the files that are new into `staging` with their reporting units; return the rows whose place is not known.

    A file is passed over when its bytes were loaded before and still count. Where another file of the batch replaces part of
    what it brought it is needed nevertheless, to make up the whole; a correction leaves the rest as it is.
    """
    for file in files if not delivery.is_replay else ():
        file.seen = ledger.seen(reading=file.reading, mode=delivery.mode)
    _read([f for f in files if f.seen is None], delivery.period, staging, progress)
    unplaced = _place(staging, live, files)
    passed = [f for f in files if not f.is_read]
    needed = _overlapping(passed, _keys(staging)) if passed and delivery.mode == "replace" else []
    if needed:
        for file in needed:
            file.seen = None
        _read(needed, delivery.period, staging, progress)
        unplaced += _place(staging, live, files)
    return unplaced


def _read(files: Sequence[Arrived], period: str | None, staging: Staging, progress: Progress) -> None:
    """Read files in order; rows go to the staging soon, so that no more than three files' rows and ROWS_AT_ONCE are in memory."""
    for place, (file, reading) in enumerate(zip(files, _readings(files, period, staging), strict=True)):
        progress(file.name, place / len(files))
        staging.add(file.number, reading.tables)
        _take_report(file, reading, staging)
    staging.settle()


def _readings(files: Sequence[Arrived], period: str | None, staging: Staging) -> Iterator[Reading]:
    """Read the next files while one is put away."""
    secret = staging.secret()
    return read_ahead(read_file, [(file.path, staging.site, secret, period, file.name) for file in files])


def _take_report(file: Arrived, reading: Reading, staging: Staging) -> None:
    """Keep all of a reading but its rows."""
    file.is_read = True
    file.tables = tuple(_account(table, staging.takes(table.dataset)) for table in reading.tables)
    file.problems, file.notes, file.quarantine = reading.problems, reading.notes, reading.quarantine
    file.heads = tuple(table.heads for table in reading.tables)
    file.covers = tuple(dict.fromkeys((t.dataset, t.covers) for t in reading.tables if t.covers is not None))


def _account(table: Table, is_taken: bool) -> TableReport:
    rows = len(table.frame)
    return TableReport(
        dataset=table.dataset, form=table.form, source_sheet=table.source_sheet, period_found=table.period_found,
        rows_in=table.rows_in, loaded=rows if is_taken else 0, quarantined=table.quarantined, duplicate=table.duplicate,
        ignored=table.ignored if is_taken else table.ignored + rows,
    )


def _place(staging: Staging, live: Sequence[Live], files: Sequence[Arrived]) -> list[LeftOut]:
    """Give every row its reporting unit, names of places first turned into codes; return the rows that belong nowhere."""
    named: dict[tuple[int, str, str], list[Named]] = {}
    for item in find_names(staging, live, {file.number: Path(file.name).stem for file in files}):
        if len(item.codes) == 1:
            named.setdefault((item.file, item.dataset, item.column), []).append(item)
        else:
            files[item.file].problems += (item.problem(files[item.file].name),)
    for (number, _, _), items in named.items():
        files[number].notes += (found_note(items),)
    staging.place(live)
    return staging.take_unplaced()


def _keys(staging: Staging) -> dict[int, set[LoadKey]]:
    """Return the load keys each file brings."""
    found: dict[int, set[LoadKey]] = {}
    for (number, _), rows in staging.loads().items():
        found.setdefault(number, set()).update(rows)
    return found


def _overlapping(passed: Sequence[Arrived], keys: Mapping[int, set[LoadKey]]) -> list[Arrived]:
    """Return the passed-over files that share a load key with a file being loaded, directly or through one another."""
    taken = set().union(*keys.values()) if keys else set()
    needed: list[Arrived] = []
    rest = list(passed)
    while found := [f for f in rest if f.seen and f.seen.keys & taken]:
        needed += found
        rest = [f for f in rest if f not in found]
        taken = taken.union(*(f.seen.keys for f in found if f.seen))
    return needed


def pass_over(files: Sequence[Arrived], ledger: Ledger, staging: Staging, delivery: Delivery) -> None:
    """Drop files whose rows were loaded before under another name or format, unless a file being loaded overlaps them.

    Called when what must not be loaded has been left out, so that a file that is sent again as it was is known again.
    """
    keys, hashes = _keys(staging), staging.content_hashes()
    for file in files:
        if file.number in keys:
            file.content = hashes[file.number]
            if not delivery.is_replay:
                file.seen = ledger.seen(content=file.content, mode=delivery.mode)
    same = [f for f in files if f.number in keys and f.seen]
    kept = {number: found for number, found in keys.items() if number not in {f.number for f in same}}
    needed = _overlapping(same, kept) if delivery.mode == "replace" else []
    for file in same:
        if file in needed:
            file.seen = None
        else:
            staging.drop_file(file.number)


def header_of(file: Arrived, table: int, column: str) -> tuple[int, str]:
    """Return the number (1 is A) and the header of a dataset's column in a table; 0 and the title where the sheet has none.

    `total.due_yuan` is the column of a wide sheet that holds `due_yuan` of the code `total`, that of all codes in a sheet of rows.
    `gp.staff_group`, where `staff_group` is what the columns are codes of, is the first that holds anything of the code `gp`.
    """
    if not column:
        return 0, ""
    code, _, measure = column.rpartition(".")
    heads = file.heads[table].columns if table < len(file.heads) else {}
    declared = all_datasets()[file.tables[table].dataset]
    into = {sheet.unpivot.into for sheet in declared.sheets if sheet.unpivot}
    of_code = [head for name, head in heads.items() if code and measure in into and name.rpartition(".")[0] == code]
    return heads.get(column) or heads.get(measure) or min(of_code, default=(0, declared.column(measure).title.zh))


def left_out_by_table(items: Iterable[LeftOut]) -> dict[TableId, int]:
    """Return how many rows of each table were left out."""
    found: dict[TableId, int] = {}
    for item in items:
        found[item.table] = found.get(item.table, 0) + len(item.rows)
    return found
