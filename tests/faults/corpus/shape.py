"""Damage to the shape of a sheet: rows and columns shifted, merged, hidden, blank, twice; headers; what stands around the table."""

from __future__ import annotations

from datetime import date

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.faults.corpus.damage import Damage, Draft, refused, same, told, whole_row
from tests.faults.corpus.good import (
    EMPLOYMENT,
    FACILITY,
    PAY,
    PAYMENT,
    POPULATION,
    PRICES,
    REGION,
    RETURN,
    ROSTER,
    WIDE,
)

_RETURN_ROWS = range(3, 9)


def _finish(step):  # type: ignore[no-untyped-def]
    """Return a change that does something to the written sheet."""
    return lambda draft: draft.finish.append(step)


def _reorder(draft: Draft) -> None:
    for row in draft.rows[1:]:
        row.reverse()


def _shift_row_right(draft: Draft) -> None:
    draft.rows[3].insert(0, None)


def _shift_row_left(draft: Draft) -> None:
    draft.rows[3] = [*draft.rows[3][1:], None]


def _shift_column_down(draft: Draft) -> None:
    """Move a column by one row: the births no longer are those of the ID numbers."""
    births = [row[2] for row in draft.rows[2:]]
    for row, born in zip(draft.rows[2:], [None, *births[:-1]], strict=True):
        row[2] = born


def _swap_contents(draft: Draft) -> None:
    for row in draft.rows[2:]:
        row[1], row[2] = row[2], row[1]


def _blank_columns(draft: Draft) -> None:
    for row in draft.rows[1:]:
        row.insert(2, None)
        row.insert(0, None)


def _numbered(draft: Draft) -> None:
    draft.rows[1].insert(0, "序号")
    for number, row in enumerate(draft.rows[2:], 1):
        row.insert(0, number)


def _in_row_7(draft: Draft) -> None:
    draft.rows[1:1] = [["填报单位：盂县卫生健康局"], [], ["单位负责人：", None, "填表人："], [], ["联系电话：", "0353-0000000"]]


def _again(what: str, other: bool) -> Damage:
    def change(draft: Draft) -> None:
        draft.rows[1].append("在岗人数")
        for row in draft.rows[2:]:
            row.append(row[2] + 1 if other else row[2])

    if other:
        return told(what, RETURN, change, {(2, "在岗人数")})
    return same(what, RETURN, change, noted="stand twice")


def _second_below(draft: Draft) -> None:
    draft.rows += [[], ["机构代码", "支付项目", "金额"], ["140322203-V01", "房屋费用", 12], ["140322203-V02", "房屋费用", 13]]


def _second_beside(draft: Draft) -> None:
    for row, other in zip(draft.rows[1:], [["机构代码", "人员类别", "在岗人数"], *[["F9", "乡村医生", 9]] * 6], strict=True):
        row += [None, *other]


def _same_table_again(draft: Draft) -> None:
    head, half = draft.rows[1], draft.rows[5:]
    draft.rows[5:] = [[], list(head), *half]


def _two_rows_of_headers(draft: Draft) -> None:
    draft.rows[1:2] = [["机构代码", "人员类别", "在岗人数", None], [None, None, "合计", "其中女性"]]
    draft.finish.append(lambda sheet: [sheet.merge_cells(area) for area in ("A2:A3", "B2:B3", "C2:D2")])


def _tall_headers(draft: Draft) -> None:
    draft.rows.insert(2, [None] * 4)
    draft.finish.append(lambda sheet: [sheet.merge_cells(f"{c}2:{c}3") for c in "ABCD"])


def _merge_codes(draft: Draft) -> None:
    for row, code in zip(draft.rows[2:], ["140322203", None, "140322107", None], strict=True):
        row[0] = code
    draft.finish.append(lambda sheet: [sheet.merge_cells(area) for area in ("A3:A4", "A5:A6")])


def _merge_days(draft: Draft) -> None:
    for row in draft.rows[3:]:
        row[8] = None
    draft.finish.append(lambda sheet: sheet.merge_cells("I3:I8"))


def _merge_codes_as_numbers(draft: Draft) -> None:
    for row, code in zip(draft.rows[2:], [140322203, None, 140322107, None], strict=True):
        row[0] = code
    draft.finish.append(lambda sheet: [sheet.merge_cells(area) for area in ("A3:A4", "A5:A6")])


def _merge_numbers(draft: Draft) -> None:
    draft.finish.append(lambda sheet: sheet.merge_cells("C4:C5"))


def _merge_across(draft: Draft) -> None:
    draft.put(4, "人员类别", "未报")
    draft.finish.append(lambda sheet: sheet.merge_cells("B4:D4"))


def _validated(sheet: Worksheet) -> None:
    rule = DataValidation(type="list", formula1='"乡村医生,乡镇卫生院医生,乡镇卫生院护士"')
    sheet.add_data_validation(rule)
    rule.add("B3:B100")


def _commented(sheet: Worksheet) -> None:
    sheet["C4"].comment = Comment("此数请核实：应为 30", "审核人")


def _coloured(sheet: Worksheet) -> None:
    sheet["C4"].fill = PatternFill("solid", fgColor="FFFF0000")


def _hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[4].hidden = True


def _hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].hidden = True


def _hide_other_sheet(sheet: Worksheet) -> None:
    other = sheet.parent.create_sheet("旧表")
    for row in sheet.iter_rows(values_only=True):
        other.append(row)
    other["C3"] = 999
    other.sheet_state = "hidden"


def _example(draft: Draft) -> None:
    draft.rows.insert(2, ["示例：140322203-V09", "乡村医生", 3, 1])


def _extend(*rows: list[object]):  # type: ignore[no-untyped-def]
    return lambda draft: draft.rows.extend([list(row) for row in rows])


SHIFTS = [
    told("a row shifted to the right", RETURN, _shift_row_right, {(4, "机构代码"), (4, "人员类别"), (4, "在岗人数")}, lost=1),
    told("a row shifted to the left", RETURN, _shift_row_left, {(4, "人员类别")}, lost=1),
    told("a row shifted in a roster", ROSTER, _shift_row_left, {(4, "身份证号"), (4, "出生日期"), (4, "性别"), (4, "人员类别"),
                                                               (4, "执业资格"), (4, "是否主要岗位"), (4, "基准日期")}, lost=1),
    told("a column shifted down by one", ROSTER, _shift_column_down, {(r, "出生日期") for r in range(4, 9)}, differs=True),
    told("the contents of two columns swapped", RETURN, _swap_contents, {(r, h) for r in _RETURN_ROWS for h in ("人员类别", "在岗人数")}, lost=6),
    same("columns in another order with their headers", RETURN, _reorder),
    same("columns of a register in another order", FACILITY, _reorder),
    same("blank columns before and between", RETURN, _blank_columns),
    same("a column of running numbers first", RETURN, _numbered, noted="序号"),
    same("blank rows inside", RETURN, lambda d: [d.rows.insert(i, []) for i in (7, 5, 3, 2)]),
    same("a hundred blank rows below", RETURN, _extend(*[[]] * 100)),
    same("rows of blanks", RETURN, lambda d: d.rows.insert(4, [" ", "\u3000", None, ""])),
    same("the table begins in row 7", RETURN, _in_row_7),
    same("the table begins in column D", PRICES, lambda d: [row.__setitem__(slice(0, 0), [None] * 3) for row in d.rows]),
    same("no title, the file's name says the year", PAYMENT, lambda d: (d.rows.pop(0), setattr(d, "name", "机构支付2023年"))),
]  # fmt: skip
HEADERS = [
    _again("a header that stands twice over other figures", True), _again("a header that stands twice over the same figures", False),
    same("headers with line feeds, stars and colons", RETURN, lambda d: d.rows.__setitem__(1, ["机构\n代码", "*人员类别：", " 在岗 人数 ", "其中：女性"])),
    same("headers in full width with brackets", FACILITY, lambda d: d.rows[1].__setitem__(5, "经度（必填）")),
    same("headers by other known names", ROSTER, lambda d: d.rows[1].__setitem__(1, "公民身份号码")),
    same("English headers", RETURN, lambda d: d.rows.__setitem__(1, ["Facility code", "STAFF_GROUP", "headcount", "Of whom female"])),
    same("two rows of headers, merged", RETURN, _two_rows_of_headers),
    same("headers merged over two rows", RETURN, _tall_headers),
    same("columns nobody asked for", RETURN, lambda d: [row.append(v) for row, v in zip(d.rows[1:], ["备注", *"一二三四五六"], strict=True)], noted="备注"),
    refused("a header renamed beyond knowing", RETURN, lambda d: d.rows[1].__setitem__(2, "编内外合并口径数"), "lacks: Headcount"),
    refused("a required column is missing", RETURN, lambda d: [row.pop(1) for row in d.rows[1:]], "lacks: Staff group"),
    refused("no headers at all", PAYMENT, lambda d: d.rows.pop(1), "no sheet are known"),
    refused("headers below row 30", PAYMENT, lambda d: d.rows.__setitem__(slice(0, 1), [["第几页"]] * 31), "no sheet are known"),
    refused("a unit in the header that fits nothing", PAYMENT, lambda d: d.rows[1].__setitem__(2, "金额（人）"), "unit in the header"),
    same("a renamed sheet", RETURN, lambda d: setattr(d, "sheet", "Sheet1 (2)")),
]  # fmt: skip
MERGED = [
    same("codes merged over the rows of a township", POPULATION, _merge_codes),
    same("codes as numbers merged over rows", POPULATION, _merge_codes_as_numbers),
    same("a day merged over all rows", ROSTER, _merge_days),
    told("a number merged over two rows", RETURN, _merge_numbers, {(4, "在岗人数"), (5, "在岗人数")}, lost=2),
    told("a word merged over columns", RETURN, _merge_across, {(4, "人员类别")}, lost=1),
    same("a merged title", RETURN, _finish(lambda sheet: sheet.merge_cells("A1:D1"))),
]  # fmt: skip
AROUND = [
    same("a hidden row", RETURN, _finish(_hide_row), noted="1 hidden rows were read as well"),
    same("a hidden column", RETURN, _finish(_hide_column)),
    same("a hidden sheet with old figures", RETURN, _finish(_hide_other_sheet), noted='hidden sheet "旧表" was not read'),
    same("a filter over the table", RETURN, _finish(lambda sheet: setattr(sheet.auto_filter, "ref", "A2:D8"))),
    same("frozen panes", RETURN, _finish(lambda sheet: setattr(sheet, "freeze_panes", "B3"))),
    same("data validation", RETURN, _finish(_validated)),
    same("comments", RETURN, _finish(_commented)),
    same("colours", RETURN, _finish(_coloured)),
    same("a protected sheet", RETURN, _finish(lambda sheet: sheet.protection.enable())),
    same("another sheet of notes", RETURN, _finish(lambda sheet: sheet.parent.create_sheet("填表说明").append(["怎样填写", "见文件"])),
         noted='"填表说明" was not recognised'),
    same("trailing notes", RETURN, _extend([], ["注：本表由乡镇卫生院填报"], ["制表人：测试甲", None, "审核人：测试乙"], ["填表说明：在岗人数按年末统计"])),
    same("a source line under the table", PRICES, _extend(["数据来源：样例"])),
    told("a trailing remark that is no note", RETURN, _extend(["本表已经核对无误"]), {(9, "人员类别")}),
    same("an example row", RETURN, _example), same("a row that numbers the columns", RETURN, lambda d: d.rows.insert(2, ["甲", "乙", 1, 2])),
    same("a row that numbers the columns in brackets", PAYMENT, lambda d: d.rows.insert(2, ["(1)", "(2)", "(3)"])),
    same("the headers again in the middle", RETURN, _same_table_again),
    told("two tables, one below the other", RETURN, _second_below, {whole_row(10)}),
    told("two tables side by side", RETURN, _second_beside, {(2, "机构代码")}),
    told("a bad wide column's unit in one cell", WIDE, lambda d: d.put(3, "服务人口", "1.6千万亿"), {(3, "服务人口")}, lost=1),
    told("a region without a name", REGION, lambda d: d.put(4, "地区名称", None), {(4, "地区名称")}, lost=1),
    told("a spell without a start", EMPLOYMENT, lambda d: d.put(4, "到岗日期", None), {(4, "到岗日期")}, lost=1),
    told("a payment of no component", PAY, lambda d: d.put(4, "薪酬项目", "其他"), {(4, "薪酬项目")}, lost=1),
    told("two faults in a row", EMPLOYMENT, lambda d: (d.put(4, "全时当量", "半"), d.put(4, "到岗日期", "前年")),
         {(4, "全时当量"), (4, "到岗日期")}, lost=1),
    told("a fault in every row", PAY, lambda d: [d.put(r, "发放日期", "月底") for r in _RETURN_ROWS], {(r, "发放日期") for r in _RETURN_ROWS}, lost=6),
    told("a day far in the future", EMPLOYMENT, lambda d: d.put(4, "到岗日期", date(2199, 1, 1)), {(4, "到岗日期")}, lost=1),
]  # fmt: skip
KINDS = [*SHIFTS, *HEADERS, *MERGED, *AROUND]
