"""Archived files written anew without the person's rows, and read again: all others' rows must be what they were."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.extract.container import Unreadable
from pipelines.extract.reading import Reading, Table, file_sha256, read_file
from pipelines.intake.erasure.pages import Page, is_workbook, open_pages, without, write_sheets
from pipelines.intake.erasure.person import Mentions
from pipelines.intake.erasure.search import Original
from pipelines.site import parse_site
from pipelines.warehouse.durable import remove
from pipelines.warehouse.history import Record
from pipelines.warehouse.workspace import Workspace

ATTEMPTS = 4
Account = dict[tuple[str, str, str], int]  # dataset, form, sheet -> records that were somewhere in the row account


@dataclass(eq=False)
class Rewritten:
    """One archived file: where it lies now (None: it was never loaded and goes), how its sheets are called, what left its accounts."""

    original: Original
    path: Path | None = None
    sheets: dict[str, str] = field(default_factory=dict)
    accounts: list[tuple[Record, Account]] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        """The hash it is filed under from now on, "" for a file that goes."""
        return "" if self.path is None else self.path.name.partition(".")[0]


def rewrite(workspace: Workspace, original: Original, mentions: Mentions, archive: Path) -> Rewritten:
    """Write one archived file anew into the folder `archive`, under the hash of what it holds now.

    A row of somebody else that was kept out because a row of the person stood before it would be loaded now: it goes as well,
    as it never counted. Raises REFUSED where others' rows would be read in another way for all that.
    """
    done = Rewritten(original)
    if not original.uses:
        return done
    beside = archive / f"{os.getpid()}.tmp"
    pages = _open(original)
    before = list(_readings(workspace, original, original.path, str))
    for _ in range(ATTEMPTS):
        sheets = [without(page, original.rows.get(page.cells.name, ()), mentions) for page in pages]
        done.sheets = {page.cells.name: sheet.name for page, sheet in zip(pages, sheets, strict=True)}
        write_sheets(original.path, sheets, beside)
        after = list(_readings(workspace, original, beside, mentions.veiled_text))
        newly = [_newly_read(old, new, done.sheets) for (_, old), (_, new) in zip(before, after, strict=True)]
        if not any(newly):
            break
        for found in newly:
            for sheet, rows in found.items():
                original.rows.setdefault(sheet, set()).update(rows)
    done.accounts = [
        (use, _compare(old, new, done.sheets, original.rows)) for (use, old), (_, new) in zip(before, after, strict=True)
    ]
    done.path = _file(beside, original.path, archive)
    return done


def _open(original: Original) -> list[Page]:
    try:
        return open_pages(original.path)
    except Unreadable as error:
        name, fault = original.uses[0]["name"], error.fault
        raise XiangyiError(
            Text(f"归档的 {name} 提到此人，但无法改写：{fault.reason.zh}；请从备份恢复该文件后重试",
                 f"the archived {name} names the person and cannot be written anew: {fault.reason.en}; restore it from a backup, then try again"),
            ExitCode.DAMAGED,
        ) from error


def _readings(workspace: Workspace, original: Original, path: Path, named: Callable[[str], str]) -> Iterator[tuple[Record, Reading]]:
    """Read a file as it was read in every batch it came in; the same way only once."""
    known: dict[tuple[str, str, str], Reading] = {}
    for use in original.uses:
        settings, period, name = (str(use[part] or "") for part in ("settings", "period_given", "name"))
        way = (settings, period, name)
        if way not in known:
            site = parse_site(settings) if settings else workspace.site
            known[way] = read_file(path, site, workspace.secret(), period or None, named(name))
        yield use, known[way]


def _tables(reading: Reading) -> dict[tuple[str, str, str], Table]:
    return {(table.dataset, table.form, table.source_sheet): table for table in reading.tables}


def _newly_read(old: Reading, new: Reading, sheets: Mapping[str, str]) -> dict[str, set[int]]:
    """Return the rows (0-based, by sheet) that are read now and were not."""
    before, found = _tables(old), dict[str, set[int]]()
    named = {after: sheet for sheet, after in sheets.items()}
    for (dataset, form, sheet), table in _tables(new).items():
        was = before.get((dataset, form, named.get(sheet, sheet)))
        known = set() if was is None else set(was.frame["source_row"])
        more = {int(row) - 1 for row in table.frame["source_row"] if row not in known}
        if more:
            found.setdefault(named.get(sheet, sheet), set()).update(more)
    return found


def _compare(old: Reading, new: Reading, sheets: Mapping[str, str], gone: Mapping[str, set[int]]) -> Account:
    """Return how many records left the account of each table; raises REFUSED unless all other rows are what they were."""
    now, found = _tables(new), dict[tuple[str, str, str], int]()
    for (dataset, form, sheet), table in _tables(old).items():
        again = now.get((dataset, form, sheets.get(sheet, sheet)))
        rows = {place + 1 for place in gone.get(sheet, ())}
        staying = table.frame[~table.frame["source_row"].isin(rows)]
        if not _same(staying, None if again is None else again.frame):
            raise XiangyiError(
                Text(f"删去这些行后，{old.file} 中他人的行会读成另一个样子；没有改动任何内容，请报告给维护者",
                     f"without these rows, rows of others in {old.file} would be read in another way; nothing was changed: report this "
                     "to the maintainers"),
                ExitCode.REFUSED,
            )
        out = (0, 0) if again is None else (again.quarantined, again.duplicate)
        found[dataset, form, sheet] = (
            len(table.frame) - len(staying) + max(table.quarantined - out[0], 0) + max(table.duplicate - out[1], 0)
        )
    return found


def _same(before: pd.DataFrame, after: pd.DataFrame | None) -> bool:
    if after is None or not len(after) or not len(before):
        return not len(before) and (after is None or not len(after))
    columns = [name for name in before.columns if name != "source_sheet"]
    if list(after.columns) != list(before.columns) or len(after) != len(before):
        return False
    first, second = before[columns].reset_index(drop=True), after[columns].reset_index(drop=True)
    return bool(first.equals(second)) or _values(first) == _values(second)


def _values(frame: pd.DataFrame) -> list[list[object]]:
    plain = frame.astype(object)
    return [list(row) for row in plain.where(plain.notna(), None).itertuples(index=False)]


def _file(beside: Path, original: Path, archive: Path) -> Path:
    """File the finished copy under its hash, for its owner's eyes only."""
    digest = file_sha256(beside)
    suffix = ".xlsx" if is_workbook(beside) else original.suffix
    target = archive / digest[:2] / f"{digest}{suffix}"
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove(target)
    os.replace(beside, target)
    target.chmod(0o400)
    return target
