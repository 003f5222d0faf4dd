"""A workspace in which one person stands in every kind of place, and the search for what is left of them."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from html import unescape
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from pipelines.demo.people import id_number
from pipelines.extract.person import person_key, provisional_key
from pipelines.intake.mark import mark_workbook
from pipelines.warehouse.workspace import Workspace
from tests.faults.formats import Page, write_ods, write_xls, write_xlsb
from tests.unit.intake.files import load, registered, undo, write

NUMBER, OTHER, THIRD = (id_number(date(1971, 3, day), day % 2 == 0, 100 + day, 7) for day in (4, 5, 6))
OLD = NUMBER[:6] + NUMBER[8:17]
BROKEN = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
NAME, PHONE, CERTIFICATE, APPLICATION = "测试鸾凰", "13987650417", "ZS-874512-QX", "SQ-998877"
ROSTER_HEAD = ["姓名", "身份证号", "出生日期", "基准日期", "机构代码", "人员类别", "执业资格"]
ROSTER = [
    ROSTER_HEAD,
    ["测试甲", OTHER, "1971-03-05", "2023-12-31", "A-V01", "乡村医生", "乡村医生证"],
    [NAME, NUMBER, "1971-03-04", "2023-12-31", "A-V01", "乡村医生", "乡村医生证"],
    [NAME, BROKEN, "1971-03-04", "2023-12-31", "A-V01", "乡村医生", "乡村医生证"],
    ["测试乙", THIRD, "1971-03-06", "2023-12-31", "B-V01", "乡村医生", "乡村医生证"],
]
DIRECTORY = [
    ["姓名", "身份证号", "机构代码", "联系电话"],
    [NAME, NUMBER, "A-V01", PHONE],
    ["测试甲", OTHER, "A-V01", "13711112222"],
]
PAY = [
    ["姓名", "身份证号", "机构代码", "薪酬项目", "所属期起", "所属期止", "实发金额"],
    ["测试甲", OTHER, "A-V01", "基本工资", "2023-01-01", "2023-01-31", 900.1 + 0.2],
    [NAME, OLD, "A-V01", "基本工资", "2023-01-01", "2023-01-31", 951.37],
    [NAME, OLD, "A-V01", "基本工资", "2023-01-01", "2023-01-31", 951.37],
    ["测试乙", THIRD, "B-V01", "基本工资", "2023-01-01", "2023-01-31", 1000.0],
]
LICENCES = [
    ["姓名", "身份证号", "机构代码", "证书类型", "证书编号", "发证日期"],
    ["测试甲", OTHER, "A-V01", "乡村医生执业证书", "YZ-1", "2010-05-06"],
    [NAME, NUMBER, "A-V01", "乡村医生执业证书", CERTIFICATE, "2010-05-06"],
]
DOCUMENTS = [
    ["申请编号", "机构代码", "材料类型", "是否提交", "核验日期"],
    [APPLICATION, "A-V01", "学历证书", "是", "2023-05-06"],
    ["SQ-1", "A-V01", "学历证书", "是", "2023-05-06"],
]
WITHOUT_NUMBER = "\n".join([",".join(ROSTER_HEAD), f"{NAME},,1971-03-04,2021-12-31,A-V01,乡村医生,乡村医生证",
                            f"测试甲,{OTHER},1971-03-05,2021-12-31,A-V01,乡村医生,乡村医生证"]) + "\n"  # fmt: skip


def save(path: Path, rows: list[list[object]]) -> Path:
    """Write rows as a workbook with the person in its properties, a comment, a hidden sheet and above the table."""
    book = Workbook()
    sheet = book.active
    sheet.append([f"填报人 {NAME}", None, PHONE])
    for row in rows:
        sheet.append(row)
    sheet["A3"].comment = Comment(f"问过 {NAME} {NUMBER}", NAME)
    book.create_sheet("暗").append([NUMBER, NAME])
    book["暗"].sheet_state = "hidden"
    book.properties.creator = NAME
    book.save(path)
    return path


def filled(folder: Path) -> Workspace:
    """Return a workspace of ten batches (one corrects, one was undone, one replaces) in which the person stands everywhere."""
    workspace = registered(folder)
    page = [Page("花名册", ROSTER)]
    load(workspace, write(folder, "早年.csv", WITHOUT_NUMBER), sender="张")
    load(workspace, save(folder / f"花名册-{NAME}.xlsx", ROSTER))
    load(workspace, write_xls(folder / "通讯录.xls", [Page("通讯录", DIRECTORY)]))
    load(workspace, write_ods(folder / "薪酬.ods", [Page("薪酬", PAY)]))
    load(workspace, write_xlsb(folder / "证书.xlsb", [Page("证书", LICENCES)]))
    load(workspace, write(folder, "材料.csv", "\n".join(",".join(map(str, row)) for row in DOCUMENTS) + "\n"))
    changed = [ROSTER_HEAD, [*ROSTER[2][:5], "护士", ""]]
    load(workspace, save(folder / "更正.xlsx", changed), mode="correct")
    load(workspace, write(folder, "又一年.csv", "\n".join(",".join(map(str, r)) for r in ROSTER).replace("2023-", "2022-") + "\n"))
    undo(workspace)
    load(workspace, write_xls(folder / "花名册.et", page))
    (workspace.path / "退回").mkdir()
    mark_workbook(folder / "更正.xlsx", [], workspace.path / "退回" / "更正.xlsx", "zh")
    return workspace


def words(workspace: Workspace) -> dict[str, str]:
    """Return all that names the person."""
    secret = workspace.secret()
    return {
        "number": NUMBER, "old number": OLD, "broken number": BROKEN, "name": NAME, "phone": PHONE, "certificate": CERTIFICATE,
        "person key": person_key(NUMBER, secret), "provisional key": provisional_key((NAME, "1971-03-04", "A-V01"), secret),
        "application": APPLICATION, "pay": "951.37",
    }


def texts(path: Path) -> Iterator[str]:
    """Yield all a file holds as text: its bytes in the encodings of here, and what is packed inside it."""
    data = path.read_bytes()
    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        yield data.decode(encoding, "ignore")
    if path.suffix == ".parquet":
        yield str(pq.read_table(path).to_pylist())
    elif path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
                yield str(connection.execute(f'select * from "{table}"').fetchall())  # a name the database lists
    elif path.name.endswith(".sqlite"):
        with closing(sqlite3.connect(path)) as db:
            yield "\n".join(db.iterdump())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (unescape(archive.read(name).decode("utf-8", "ignore")) for name in archive.namelist())


def holders(workspace: Path, wanted: dict[str, str]) -> dict[str, set[str]]:
    """Return for each word the top folders or files of the workspace that hold it, in their bytes or their names."""
    found: dict[str, set[str]] = {what: set() for what in wanted}
    for path in (path for path in workspace.rglob("*") if path.is_file()):
        inside = path.relative_to(workspace)
        said = [inside.as_posix(), *texts(path)]
        for what, word in wanted.items():
            if any(word in text for text in said):
                found[what].add(inside.parts[0])
    return found


def sheet_rows(path: Path) -> list[list[object]]:
    """Return the rows of the first sheet of a workbook."""
    return [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
