"""A workbook of cells and nothing else gives the reader the same cells, to the last digit and second."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.extract.grid import Cell
from pipelines.extract.plain import write_plain
from pipelines.extract.workbook import SheetCells, read_sheets
from pipelines.intake.erasure.person import VEIL, Mentions
from pipelines.intake.erasure.search import is_close

ROWS: list[list[Cell]] = [
    ["标题", None, 1.5, 0.1 + 0.2, True, False],
    [],
    ["a & <b>\"' _x000D_ \r\n\t 空 ", datetime(2020, 2, 3, 4, 5, 6), datetime(1985, 1, 1), 1e17, -3, 123456789012345],
    [" lead", None, "\x01z", "=A1+B1", "#DIV/0!", "00123"],
]
NUMBER = "999001197103040019"


@pytest.mark.parametrize("is_1904", [False, True])
def test_the_cells_come_back_as_they_were(tmp_path: Path, is_1904: bool) -> None:
    sheets = [
        SheetCells("一 & <二>", ROWS, ((0, 0, 1, 0), (2, 1, 3, 27)), True, is_1904), SheetCells("暗", [], (), False, is_1904),
    ]  # fmt: skip
    write_plain(tmp_path / "a.xlsx", sheets)
    assert read_sheets(tmp_path / "a.xlsx") == sheets


def test_another_program_opens_it(tmp_path: Path) -> None:
    write_plain(tmp_path / "a.xlsx", [SheetCells("一", ROWS, (), True, False)])
    sheet = load_workbook(tmp_path / "a.xlsx")["一"]
    assert sheet["B3"].value == datetime(2020, 2, 3, 4, 5, 6) and sheet["D1"].value == 0.1 + 0.2 and sheet["A4"].value == " lead"


@pytest.mark.parametrize(("cell", "is_named"), [
    (NUMBER, True), (f" {NUMBER[:6]} {NUMBER[6:]}", True), ("'" + NUMBER, True), ("９９９００１１９７１０３０４００１９", True),
    ("999001710304001", True), (f"见{NUMBER}号", True), (float(NUMBER), True), (f"1{NUMBER}", False), ("999001710304002", False),
    (None, False), (True, False), (12.5, False), ("王五", False),
])  # fmt: skip
def test_a_number_is_found_however_it_is_written(cell: Cell, is_named: bool) -> None:
    mentions = Mentions(NUMBER, frozenset({"测试鸾凰"}))
    assert mentions.has_number(cell) == is_named
    assert (mentions.veiled(cell) == VEIL) == is_named


def test_who_filled_in_the_form_goes_with_their_phone() -> None:
    mentions = Mentions(NUMBER, frozenset({"测试鸾凰"}))
    assert mentions.veiled_row(["填报人：测试鸾凰", "电话 13987650417", 13987650417.0, 7.0]) == [f"填报人：{VEIL}", f"电话 {VEIL}", VEIL, 7.0]
    assert mentions.veiled_row(["填报人：王五", "13987650417"]) == ["填报人：王五", "13987650417"]


@pytest.mark.parametrize(("written", "is_theirs"), [
    (NUMBER[:-1] + "8", True), (NUMBER[:-1], True), (NUMBER + "9", True), (NUMBER[:3] + NUMBER[4:], True), ("", False),
    ("999001198512040077", False), ("1" * 18, False),
])  # fmt: skip
def test_a_mistyped_number_is_told_from_another(written: str, is_theirs: bool) -> None:
    assert is_close(written, NUMBER) == is_theirs
