"""The marked workbook: every problem at its cell, and nothing else of the sender's changed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.core.errors import Problem
from pipelines.core.text import LANGS, Lang, Text
from pipelines.extract.own_sheets import ERRORS, ERRORS_TITLE
from pipelines.extract.reading import read_file
from pipelines.intake import mark
from pipelines.intake.mark import mark_workbook
from pipelines.intake.marks.comments import AUTHOR, OPENING
from pipelines.intake.marks.errors_sheet import HEAD_ROW
from pipelines.intake.marks.styles import BAD, OUT, WARNED
from pipelines.intake.template import chosen_datasets, write_template
from pipelines.site import parse_site, site_text
from tests.faults.formats import Page, write_ods, write_xls, write_xlsb
from tests.unit.intake.marked import ROWS, cells_in, comments_of, listed, roster

SITE = parse_site(site_text("yangquan"))
SECRET = b"x" * 32
WRONG = Problem(file="f", reason=Text("不对", "wrong"), remedy=Text("请改", "mend it"))


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A roster as it was sent."""
    return roster(tmp_path / "花名册.xlsx")


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Return what reading says of a file."""
    return read_file(path, SITE, SECRET).problems


def marked(sent: Path, problems: tuple[Problem, ...] | None = None, lang: Lang = "zh", name: str = "marked.xlsx") -> Path:
    """Return a marked copy."""
    to = sent.with_name(name)
    mark_workbook(sent, problems_of(sent) if problems is None else problems, to, lang)
    return to


def test_every_problem_is_coloured_at_its_cell_and_rows_kept_out_are_grey(sent: Path) -> None:
    sheet = openpyxl.load_workbook(marked(sent))["花名册"]
    assert cells_in(sheet, BAD) == {"B4", "E4", "D5", "G5", "H5", "A7"}
    assert cells_in(sheet, WARNED) == {"C6"}
    assert cells_in(sheet, OUT) == {f"{c}{row}" for row in (4, 5, 7) for c in "ABCDEFGH"}


@pytest.mark.parametrize("lang", LANGS)
def test_every_cell_says_why_and_what_to_do_in_the_readers_language(sent: Path, lang: Lang) -> None:
    sheet = openpyxl.load_workbook(marked(sent, lang=lang))["花名册"]
    said = comments_of(sheet)
    assert set(said) == {"A3", "B4", "E4", "D5", "G5", "H5", "C6", "A7"}
    for problem in problems_of(sent):
        text = said[sheet.cell(problem.row, problem.place or 1).coordinate]
        assert text.startswith(OPENING.of(lang))
        assert problem.reason.of(lang) in text and problem.remedy.of(lang) in text
    assert {"zh": "本行未入库", "en": "this row is kept out"}[lang] in said["B4"]
    assert {"zh": "未入库", "en": "kept out"}[lang] not in said["C6"]
    assert sheet["B4"].comment.author == AUTHOR


@pytest.mark.parametrize("lang", LANGS)
def test_the_sheet_of_errors_lists_every_problem_with_a_link_to_its_cell(sent: Path, lang: Lang) -> None:
    book = openpyxl.load_workbook(marked(sent, lang=lang))
    sheet, problems = book[ERRORS.of(lang)], problems_of(sent)
    lines = listed(sheet, HEAD_ROW)
    assert sorted((r, str(why), str(what)) for _, _, r, _, _, why, what in lines) == sorted(
        (p.row, p.reason.of(lang), p.remedy.of(lang)) for p in problems
    )
    assert [line[2] for line in lines] == sorted(p.row for p in problems), "in the order of the sheet"
    kinds = {"error": {"zh": "错误", "en": "Error"}[lang], "warning": {"zh": "提示", "en": "Warning"}[lang]}
    assert [line[0] for line in lines].count(kinds["warning"]) == 1
    assert {line[1] for line in lines} == {"花名册"}
    links = {cell.coordinate: cell.hyperlink.location for (cell,) in sheet.iter_rows(min_row=HEAD_ROW + 1, min_col=4, max_col=4)}
    assert links[f"D{HEAD_ROW + 1}"] == "'花名册'!B4"
    assert sheet["A1"].value == ERRORS_TITLE.of(lang)
    summary = {"zh": "错误 6 处，提示 1 处；有 3 行", "en": "6 errors, 1 warnings; 3 rows"}[lang]
    assert summary in str(sheet["A2"].value)


def test_personal_values_are_masked_in_the_list_and_stay_in_the_senders_own_cells(sent: Path) -> None:
    book = openpyxl.load_workbook(marked(sent))
    assert book["花名册"]["B4"].value == ROWS[1][1]
    found = [str(line[4]) for line in listed(book["错误"], HEAD_ROW) if line[2] == 4]
    assert ROWS[1][1] not in " ".join(found) and any("***" in text for text in found)


def dump(sheet: Worksheet) -> dict[str, object]:
    """Return everything openpyxl knows of a sheet that is the sender's."""
    return {
        "cells": {
            c.coordinate: (c.value, c.data_type, c.number_format, c.fill.fgColor.rgb, c.font.b, c.alignment.horizontal, c.border.left.style)
            for row in sheet.iter_rows() for c in row
        },
        "merged": sorted(str(r) for r in sheet.merged_cells.ranges),
        "checks": [(str(v.sqref), v.type, v.formula1) for v in sheet.data_validations.dataValidation],
        "hidden": sorted(k for k, d in sheet.row_dimensions.items() if d.hidden),
        "widths": {k: d.width for k, d in sheet.column_dimensions.items()},
        "heights": {k: d.height for k, d in sheet.row_dimensions.items()},
        "panes": sheet.freeze_panes, "filter": sheet.auto_filter.ref, "state": sheet.sheet_state, "charts": len(sheet._charts),
        "formats": [(str(a.sqref), r.formula) for a in sheet.conditional_formatting for r in a.rules if "xiangyi" not in str(r.formula)],
        "own_comments": {k: v for k, v in comments_of(sheet).items() if not v.startswith((OPENING.zh, OPENING.en))},
    }  # fmt: skip


def parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_nothing_of_the_senders_is_altered(sent: Path) -> None:
    before, after = openpyxl.load_workbook(sent), openpyxl.load_workbook(marked(sent))
    assert after.sheetnames == [*before.sheetnames, "错误"]
    for name in before.sheetnames:
        assert dump(after[name]) == dump(before[name])
    assert dump(before["花名册"])["own_comments"] == {"A3": "自己的批注"}


def test_parts_without_marks_are_copied_byte_for_byte_and_tables_are_not_rewritten(sent: Path) -> None:
    before, after = parts(sent), parts(marked(sent))
    added_to = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml"}
    changed = {name for name in before if before[name] != after[name]}
    assert changed - added_to == {name for name in changed if "omments" in name or name.endswith(".vml")}
    table = before["xl/worksheets/sheet1.xml"].partition(b"</sheetData>")[0]
    assert after["xl/worksheets/sheet1.xml"].startswith(table + b"</sheetData>")


def test_a_corrected_copy_that_comes_back_loses_its_marks(sent: Path) -> None:
    first = marked(sent)
    book = openpyxl.load_workbook(first)  # a spreadsheet program saves it its own way
    sheet = book["花名册"]
    sheet["B4"], sheet["E4"] = ROWS[0][1][:14] + "003" + "X", "乡村医生"
    sheet["B4"] = "999000198003050032"
    book.save(first)
    second = openpyxl.load_workbook(marked(first, name="second.xlsx"))
    assert second.sheetnames == [*openpyxl.load_workbook(sent).sheetnames, "错误"]
    assert not {"B4", "E4"} & cells_in(second["花名册"], BAD)
    assert cells_in(second["花名册"], BAD) == {"D5", "G5", "H5", "A7"}
    assert set(comments_of(second["花名册"])) == {"A3", "D5", "G5", "H5", "C6", "A7"}
    assert len(listed(second["错误"], HEAD_ROW)) == 5


def test_marking_again_changes_nothing_and_clearing_leaves_only_the_empty_list(sent: Path) -> None:
    first = marked(sent)
    again = marked(first, name="again.xlsx")
    assert dump(openpyxl.load_workbook(again)["花名册"]) == dump(openpyxl.load_workbook(first)["花名册"])
    assert cells_in(openpyxl.load_workbook(again)["花名册"], BAD) == cells_in(openpyxl.load_workbook(first)["花名册"], BAD)
    clean = openpyxl.load_workbook(marked(again, problems=(), name="clean.xlsx"))
    assert cells_in(clean["花名册"], BAD) | cells_in(clean["花名册"], WARNED) | cells_in(clean["花名册"], OUT) == set()
    assert comments_of(clean["花名册"]) == {"A3": "自己的批注"}
    assert clean["错误"]["A2"].value == "没有发现问题。"


def test_the_list_of_errors_and_the_notes_are_never_read_as_data(sent: Path) -> None:
    reading = read_file(marked(sent), SITE, SECRET)
    assert [(t.dataset, t.source_sheet) for t in reading.tables] == [(t.dataset, t.source_sheet) for t in read_file(sent, SITE, SECRET).tables]
    assert not [n.zh for n in reading.notes if "错误" in n.zh]


def test_a_sheet_of_the_senders_own_called_errors_is_left_alone(sent: Path) -> None:
    book = openpyxl.load_workbook(sent)
    book.create_sheet("错误")["A1"] = "我们自己的记录"
    book.save(sent)
    after = openpyxl.load_workbook(marked(sent))
    assert after["错误"]["A1"].value == "我们自己的记录"
    assert after["错误 (2)"]["A1"].value == ERRORS_TITLE.zh


def test_a_problem_of_a_row_is_marked_under_the_header_it_names_else_at_the_row(sent: Path) -> None:
    problems = (
        replace(WRONG, sheet="花名册", row=3, column="机构代码"), replace(WRONG, sheet="花名册", row=4, column="Staff group"),
        replace(WRONG, sheet="花名册", row=5), replace(WRONG, sheet="花名册", row=6, column="没有这一列", also=(7,)),
        replace(WRONG, sheet="花名册"), WRONG,
    )  # fmt: skip
    book = openpyxl.load_workbook(marked(sent, problems))
    assert cells_in(book["花名册"], BAD) == {"D3", "E4", "A5", "A6", "A7", "A1"}
    assert cells_in(book["花名册"], OUT) >= {f"{c}{row}" for row in range(3, 8) for c in "ABC"}
    lines = listed(book["错误"], HEAD_ROW)
    assert [(line[1], line[2]) for line in lines] == [(None, None), ("花名册", None), *(("花名册", row) for row in (3, 4, 5)), ("花名册", "6-7")]


def test_one_cause_is_one_line_with_all_its_rows_as_check_counts_it(sent: Path) -> None:
    many = replace(WRONG, sheet="花名册", row=3, place=4, also=(4, 5, 7), severity="warning")
    book = openpyxl.load_workbook(marked(sent, (many,)))
    assert cells_in(book["花名册"], WARNED) == {"D3", "D4", "D5", "D7"}
    assert [line[2] for line in listed(book["错误"], HEAD_ROW)] == ["3-5、7"]
    assert "提示 1 处" in str(book["错误"]["A2"].value)
    assert book["错误"].cell(HEAD_ROW + 1, 4).hyperlink.location == "'花名册'!D3"
    scattered = replace(WRONG, sheet="花名册", row=1, also=tuple(range(3, 61, 2)))
    said = str(listed(openpyxl.load_workbook(marked(sent, (scattered,)))["错误"], HEAD_ROW)[0][2])
    assert said.startswith("1、3、5、") and said.endswith("共 30 行")


@pytest.mark.parametrize(("where", "said"), [
    ({}, "整个文件不能读取，没有一行入库"), ({"sheet": "花名册"}, "工作表“花名册”整个没有入库"),
    ({"sheet": "花名册", "row": 3}, "有 1 行因错误未入库"), ({"sheet": "花名册", "row": 3, "severity": "warning"}, "没有因错误而不能入库的行"),
])  # fmt: skip
def test_the_summary_says_what_becomes_of_the_file(sent: Path, where: dict[str, object], said: str) -> None:
    book = openpyxl.load_workbook(marked(sent, (replace(WRONG, **where),)))
    summary = str(book["错误"]["A2"].value)
    assert said in summary and ("其余可以入库" in summary) == said.startswith("有 1 行")


def test_a_wide_column_keeps_out_its_cell_and_not_its_row(sent: Path) -> None:
    problem = replace(WRONG, sheet="花名册", row=4, place=3, is_partial=True)
    book = openpyxl.load_workbook(marked(sent, (problem,)))
    assert cells_in(book["花名册"], BAD) == {"C4"} and cells_in(book["花名册"], OUT) == set()
    assert "本格未入库" in comments_of(book["花名册"])["C4"]


def test_a_comment_of_the_senders_own_is_not_touched(sent: Path) -> None:
    book = openpyxl.load_workbook(marked(sent, (replace(WRONG, sheet="花名册", row=3, place=1),)))
    assert comments_of(book["花名册"]) == {"A3": "自己的批注"}
    assert cells_in(book["花名册"], BAD) == {"A3"}


def test_more_problems_than_comments_are_all_coloured_and_listed(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mark, "MOST_COMMENTS", 2)
    book = openpyxl.load_workbook(marked(sent))
    assert len(cells_in(book["花名册"], BAD)) == 6 and len(listed(book["错误"], HEAD_ROW)) == 7
    assert len(comments_of(book["花名册"])) == 3


@pytest.mark.parametrize("lang", LANGS)
def test_a_filled_template_is_marked_and_keeps_its_choices(lang: Lang, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(chosen_datasets(["population"]), path, lang)
    book = openpyxl.load_workbook(path)
    book["人口"].cell(5, 5).value = -3
    book.save(path)
    after = openpyxl.load_workbook(marked(path, lang=lang))
    assert dump(after["人口"])["checks"] == dump(openpyxl.load_workbook(path)["人口"])["checks"]
    assert cells_in(after["人口"], BAD) == {"A5", "B5", "C5", "E5"}, "blank cells that are required are coloured too"


def test_a_csv_comes_back_as_a_workbook_of_the_same_cells(tmp_path: Path) -> None:
    sent = tmp_path / "r.csv"
    sent.write_text("机构代码,年份,人员类别,在岗人数\nA-V01,2024,乡村医生,3\n0012,2024,=1+1,x\n", encoding="utf-8")
    sheet = openpyxl.load_workbook(marked(sent))["r"]
    assert [c.value for c in sheet[3]] == ["0012", "2024", "=1+1", "x"] and sheet["C3"].data_type == "s"
    assert cells_in(sheet, BAD) == {"C3", "D3"}


@pytest.mark.parametrize(("ending", "write"), [("xls", write_xls), ("xlsb", write_xlsb), ("ods", write_ods)])
def test_other_workbooks_come_back_as_one_of_the_same_cells(ending: str, write: Callable[..., Path], tmp_path: Path) -> None:
    rows = [["机构代码", "年份", "人员类别", "在岗人数"], ["A-V01", "2024", "乡村大夫", -1.0], ["A-V02", "2024", "乡村医生", 2.0]]
    book = openpyxl.load_workbook(marked(write(tmp_path / f"r.{ending}", [Page("年报", rows)])))
    assert [[c.value for c in row] for row in book["年报"].iter_rows()] == rows
    assert cells_in(book["年报"], BAD) == {"C2", "D2"}
    assert book.sheetnames == ["年报", "错误"]


def test_a_file_that_cannot_be_read_comes_back_as_the_list_alone(tmp_path: Path) -> None:
    sent = tmp_path / "broken.xlsx"
    sent.write_bytes(b"PK\x03\x04 not a workbook")
    book = openpyxl.load_workbook(marked(sent))
    assert book.sheetnames == ["错误"]
    assert [line[5] for line in listed(book["错误"], HEAD_ROW)] == ["工作簿已损坏或不完整"]


def test_a_marked_copy_is_whole_or_not_there(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mark.Package, "_copy", fail)
    with pytest.raises(OSError, match="No space"):
        marked(sent)
    assert sorted(p.name for p in sent.parent.iterdir()) == ["花名册.xlsx"]
