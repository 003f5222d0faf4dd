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
from openpyxl import Workbook
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
    ["姓名", "身份证号", "机构代码", "证书类型", "证书编号", "发证日期", "配偶身份证号"],
    ["测试甲", OTHER, "A-V01", "乡村医生证", "YZ-1", "2010-05-06", NUMBER],
    [NAME, NUMBER, "A-V01", "乡村医生证", CERTIFICATE, "2010-05-06", ""],
]
APPLICATIONS = [
    ["申请编号", "姓名", "身份证号", "机构代码", "补贴项目编号", "引进途径", "提交日期", "申请金额"],
    [APPLICATION, NAME, NUMBER, "A-V01", "AJ-2023", "引进紧缺人才", "2023-03-06", "6万元"],
    ["SQ-1", "测试甲", OTHER, "A-V01", "AJ-2023", "引进紧缺人才", "2023-03-06", "6万元"],
]
DOCUMENTS = [
    ["申请编号", "机构代码", "材料种类", "是否提交", "是否真实有效", "核验日期"],
    [APPLICATION, "A-V01", "身份证", "是", "是", "2023-05-06"],
    ["SQ-1", "A-V01", "身份证", "是", "是", "2023-05-06"],
]
CLAIMS = [
    ["报销单号", "姓名", "身份证号", "机构代码", "报销类别", "申报日期", "申报金额"],
    ["BX-1", NAME, NUMBER, "A-V01", "培训费", "2023-06-05", "17339.77"],
    ["BX-1", "测试甲", OTHER, "A-V01", "培训费", "2023-06-05", "1500"],  # kept out: the same claim with other content
    ["BX-2", "测试甲", OTHER, "A-V01", "培训费", "2023-06-07", "800"],
]
PAY_HEAD = PAY[0]
REPLACED = [PAY_HEAD, ["测试乙", THIRD, "B-V01", "基本工资", "2021-01-01", "2021-01-31", 700]]
REPLACING = [PAY_HEAD, [NAME, NUMBER, "B-V01", "基本工资", "2021-01-01", "2021-01-31", 951.37]]  # the only one of its township
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


def csv(folder: Path, name: str, rows: list[list[object]]) -> Path:
    """Write rows as a CSV file."""
    return write(folder, name, "\n".join(",".join(map(str, row)) for row in rows) + "\n")


def small(folder: Path) -> Workspace:
    """Return a workspace of three batches: the registers, a roster, and one that corrects the person's row."""
    workspace = registered(folder)
    load(workspace, save(folder / f"花名册-{NAME}.xlsx", ROSTER))
    load(workspace, csv(folder, "更正.csv", [ROSTER_HEAD, [*ROSTER[2][:5], "乡镇卫生院护士", ""]]), mode="correct")
    return workspace


def filled(folder: Path) -> Workspace:
    """Return a workspace of many batches, one of them a correction, one undone, one replaced: the person stands in all of them."""
    workspace = small(folder)
    load(workspace, write(folder, "早年.csv", WITHOUT_NUMBER), csv(folder, "薪酬旧.csv", REPLACED))
    load(
        workspace, write_xls(folder / "通讯录.xls", [Page("通讯录", DIRECTORY)]), write_ods(folder / "薪酬.ods", [Page("薪酬", PAY)]),
        write_xlsb(folder / "证书.xlsb", [Page("证书", LICENCES)]), csv(folder, "申请.csv", APPLICATIONS), csv(folder, "材料.csv", DOCUMENTS),
        csv(folder, "报销.csv", CLAIMS), csv(folder, "薪酬新.csv", REPLACING),
    )
    load(workspace, csv(folder, "又一年.csv", [[str(cell).replace("2023-", "2022-") for cell in row] for row in ROSTER]))
    undo(workspace)
    earlier = [[str(cell).replace("2023-", "2020-") for cell in row] for row in ROSTER]
    load(workspace, write_xls(folder / "花名册.et", [Page("花名册", earlier)]))
    (workspace.path / "退回").mkdir()
    mark_workbook(folder / f"花名册-{NAME}.xlsx", [], workspace.path / "退回" / "标注.xlsx", "zh")
    return workspace


def words(workspace: Workspace) -> dict[str, str]:
    """Return all that names the person."""
    secret = workspace.secret()
    return {
        "number": NUMBER, "old number": OLD, "broken number": BROKEN, "name": NAME, "phone": PHONE, "certificate": CERTIFICATE,
        "person key": person_key(NUMBER, secret), "provisional key": provisional_key((NAME, "1971-03-04", "A-V01"), secret),
        "application": APPLICATION, "pay": "951.37", "claim": "17339.77",
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
            packed = [archive.read(name) for name in archive.namelist()]
        for encoding in ("utf-8", "utf-16-le"):
            yield from (unescape(part[start:].decode(encoding, "ignore")) for part in packed for start in (0, 1))


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
