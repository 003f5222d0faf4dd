"""Read one sheet: what it feeds, the tables that stand on it one below the other, and each of them as every dataset it feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from pipelines.extract.closest import unsure
from pipelines.extract.draft import Job, Refused
from pipelines.extract.grid import Grid
from pipelines.extract.recognise import Catalogue, Match
from pipelines.extract.report import printable
from pipelines.extract.stacked import Part, parts_of
from pipelines.extract.table import Draft, read_table
from pipelines.extract.unread import tell_unread


def read_sheet(grid: Grid, catalogue: Catalogue, job: Job) -> list[Draft]:
    """Read one sheet as every dataset it feeds; a refusal is an error only where nothing else was read from the sheet."""
    headers, matches = catalogue.find(grid)
    if headers is None:
        if grid.name and grid.rows:
            name = printable(grid.name)
            job.report.note(f"工作表“{name}”未识别，没有读取", f'sheet "{name}" was not recognised and not read')
        return []
    rival = catalogue.rival(grid, headers, matches, job.stem)
    if rival is not None:
        job.report.problem(unsure(rival, matches[0]), sheet=grid.name, row=headers.row + 1)
        return []
    tell_unread(grid, headers, matches, job.report)
    parts = parts_of(grid, headers, matches[0], job.stem, job.site.fiscal_year_start_month)
    read: dict[tuple[str, str], Draft] = {}
    for part in parts:
        fitting = catalogue.match(part.headers, grid.name) if part.is_later else []
        for draft in _read_part(part, fitting or matches, job):
            key = (draft.match.dataset.name, draft.match.sheet.name)
            read[key] = _joined(read[key], draft, job.site.language) if key in read else draft
    return list(read.values())


def _read_part(part: Part, matches: Sequence[Match], job: Job) -> list[Draft]:
    """Read one table of a sheet as every dataset it feeds."""
    drafts: list[Draft] = []
    refused = []
    for match in matches:
        try:
            drafts.append(read_table(part, match, job))
        except Refused as refusal:
            refused.append((match, refusal.fault))
    for match, fault in refused:
        if drafts:
            title = match.dataset.title
            job.report.note(f"未读作“{title.zh}”：{fault.reason.zh}", f'not read as "{title.en}": {fault.reason.en}')
        else:
            job.report.problem(fault, sheet=part.grid.name, row=part.headers.row + 1 if part.is_later else 0)
    return drafts


def _joined(above: Draft, below: Draft, language: str) -> Draft:
    """Return what two tables of one sheet gave as one account; it states a period for both only where they state the same."""
    mark = "、" if language == "zh" else ", "
    found = mark.join(dict.fromkeys(text for text in (*above.period_found.split(mark), below.period_found) if text))
    return replace(
        above,
        frame=pd.concat([above.frame, below.frame], ignore_index=True),
        rows_in=above.rows_in + below.rows_in,
        quarantined=above.quarantined + below.quarantined,
        ignored=above.ignored + below.ignored,
        period_found=found,
        covers=above.covers if above.covers == below.covers else None,
    )
