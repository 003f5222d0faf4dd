"""What is said of a sheet that fits no dataset, or fits one and looks more like another."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.core.codelist import fold
from pipelines.core.text import Text
from pipelines.extract.grid import Grid
from pipelines.extract.headers import header_rows
from pipelines.extract.own_sheets import PERSON_KEY
from pipelines.extract.recognise import Catalogue, Match, Near
from pipelines.extract.report import Fault, Report

_UNKNOWN = Fault(
    Text("没有一个工作表的表头能识别", "the headers of no sheet are known"),
    Text("请对照模板核对表头", "compare the headers with the template"),
)


PERSON_KEY_HEADS = (fold(PERSON_KEY.zh), fold(PERSON_KEY.en))
_EXPORT = Fault(
    Text("这是本系统导出的记录，人员以标识代替身份证号，不能再次上报",
         "these are records written by this system, with keys in place of ID numbers: they cannot be loaded again"),
    Text("请在原来报送的表上修改后上报", "make the change in the workbook that was sent, and send that"),
)


def _is_export(grid: Grid) -> bool:
    """Say whether a sheet holds people by the keys that records are written with."""
    return any(headers.find(PERSON_KEY_HEADS) is not None for headers in header_rows(grid))


def tell_closest(grids: Sequence[Grid], catalogue: Catalogue, report: Report, stem: str) -> None:
    """Tell of each sheet of a file in which nothing was recognised what it comes closest to; once that none is known, else."""
    told = 0
    for grid in grids:
        if _is_export(grid):
            told += 1
            report.problem(_EXPORT, sheet=grid.name)
            continue
        near = next(iter(catalogue.near(grid, stem)), None)
        if near is not None:
            told += 1
            report.problem(_closest(near), sheet=grid.name)
    if not told:
        report.problem(_UNKNOWN)


def _closest(near: Near) -> Fault:
    zh, en = _titles(near)
    title = near.dataset.title
    if near.form is not None:
        form = near.form
        return Fault(
            Text(f"像“{form.zh}”，但多数列读不出，标题和工作表名也没有写明", f'looks like "{form.en}", but most columns are unknown and no title says so'),
            Text("请在标题写明“工资表”，或补上“应发合计”“实发合计”列", "say in the title that it is a payroll, or add the totals due and paid"),
        )
    if near.is_untitled:
        return Fault(
            Text(f"像“{title.zh}”，但标题和表头都没有写明“{zh}”", f'looks like "{title.en}", but neither title nor headers name: {en}'),
            Text(f"请在标题写明“{zh}”，或在各列表头写成模板里的名称", "name it in the title, or in each header as the template lists it"),
        )
    return Fault(
        Text(f"表头未能识别；最接近“{title.zh}”，缺少：{zh}", f'the headers are not known; closest is "{title.en}", which lacks: {en}'),
        Text("请补上这些列，或对照模板核对表头", "add these columns, or compare the headers with the template"),
    )


def _titles(near: Near) -> tuple[str, str]:
    titles = [near.dataset.column(name).title for name in near.lacking]
    return "、".join(t.zh for t in titles), ", ".join(t.en for t in titles)


def unsure(near: Near, match: Match) -> Fault:
    """Return the fault of a sheet that fits one dataset and looks more like another."""
    (zh, en), other, fits = _titles(near), near.dataset.title, match.dataset.title
    if near.is_named:
        reason = Text(f"名称写的是“{other.zh}”，但缺少“{zh}”，因此没有读取，也没有按“{fits.zh}”读取",
                      f'it is called "{other.en}" but lacks "{en}": it was not read, nor as "{fits.en}"')
    else:
        reason = Text(f"像“{other.zh}”但缺少“{zh}”；按“{fits.zh}”读取会漏掉大部分列，因此没有读取",
                      f'looks like "{other.en}" but lacks "{en}"; as "{fits.en}" most of its columns would go unread, so it was not read')
    return Fault(
        reason,
        Text(f"是“{other.zh}”的，请补上该列；是“{fits.zh}”的，请把工作表命名为“{fits.zh}”",
             f'add the column if it is "{other.en}"; if it is "{fits.en}", call the sheet so'),
    )
