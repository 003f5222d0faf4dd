"""Small files as a county office sends them, and a workspace to load them into."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from pipelines.core.period import month_end
from pipelines.demo.people import id_number
from pipelines.intake.batch import LoadResult, load_files
from pipelines.intake.session import Turn
from pipelines.intake.undo import UndoResult, undo_batch
from pipelines.site import site_text
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.loads import Mode
from pipelines.warehouse.workspace import Workspace

REGIONS = """地区代码,地区名称,层级,上级代码
140321,平定县,县,140300
140321100,冠山镇,乡镇,140321
140321101,冶西镇,乡镇,140321
"""
FACILITIES = """机构代码,机构名称,机构类型,所在乡镇代码
A-V01,甲村卫生室,村卫生室,140321100
B-V01,乙村卫生室,村卫生室,140321101
"""


def write(folder: Path, name: str, text: str) -> Path:
    """Write a CSV file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def returns(**headcount: int) -> str:
    """Return the text of a workforce return for 2022, one row for each facility (A_V01 stands for A-V01)."""
    rows = "".join(f"{code.replace('_', '-')},2022,乡村医生,{number}\n" for code, number in headcount.items())
    return "机构代码,年份,人员类别,在岗人数\n" + rows


def registered(folder: Path, site: str = "yangquan") -> Workspace:
    """Return a workspace that knows one county, two townships and a clinic in each."""
    workspace = Workspace.create(folder / "workspace", site_text(site))
    files = [write(folder, "地区.csv", REGIONS), write(folder, "机构.csv", FACILITIES)]
    result = load(workspace, *files)
    assert result.build == "b000001", [p.line("en") for p in result.plan.problems]
    return workspace


def load(workspace: Workspace, *files: Path, period: str | None = None, sender: str = "", mode: Mode = "replace") -> LoadResult:
    """Load files without asking."""
    return load_files(workspace, files, period, lambda plan: True, sender=sender, mode=mode)


def undo(workspace: Workspace, batch: str = "last", by: str = "") -> UndoResult:
    """Undo a batch without asking."""
    return undo_batch(workspace, batch, lambda plan: True, turn=Turn(by=by))


def by_other_program(ledger: Path, build: str = "") -> None:
    """Let a ledger, or its copy, say that an older program made a build, or every one."""
    with closing(sqlite3.connect(ledger)) as db:
        db.execute("update build set program = 'older' where build = ? or ? = ''", (build, build))
        db.commit()


def pay_sheet(title: str, months: Mapping[int, float], person: int = 1, facility: str = "A-V01", year: int = 2024) -> str:
    """Return the text of a pay sheet for one person under a title ("" for none): month -> amount paid."""
    number = id_number(date(1970, 1, 1), False, person, 1)
    lines = [title] if title else []
    lines.append("身份证号,机构代码,薪酬项目,所属期起,所属期止,实发金额")
    lines += [f"{number},{facility},基本工资,{year}-{m:02d}-01,{month_end(year, m)},{amount}" for m, amount in months.items()]
    return "\n".join(lines) + "\n"


def rows(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    """Answer a query from the served build, which must be the one published last."""
    connection, _, note = open_current(workspace)
    with connection:
        assert note is None
        return connection.execute(sql).fetchall()
