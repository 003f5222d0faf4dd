"""A few honest mistakes in the workbooks, each on the record: where it is and what the loader should do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Literal

from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.core.text import Text
from pipelines.demo.workbook import Page, Value

Outcome = Literal["read", "quarantine", "duplicate", "told"]
_NURSE, _OTHER = (STAFF_GROUP.titles[g].zh for g in ("township_nurse", "township_other"))
_NARROW = "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ."
_WIDE = str.maketrans(_NARROW, "".join(chr(ord(c) + 0xFEE0) for c in _NARROW))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One mistake to make: in the `nth` row (of those that contain `among`) of a sheet; `edit` None repeats the row.

    With `header` the whole column is written so, under that header.
    """

    file: str
    sheet: str
    column: str
    what: Text
    outcome: Outcome
    edit: Callable[[Value], Value] | None
    among: str = ""
    nth: int = 3
    header: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """A mistake as it was made; `row` as a spreadsheet shows it."""

    file: str
    sheet: str
    row: int
    column: str
    what_zh: str
    what_en: str
    outcome: Outcome

    def as_json(self) -> dict[str, object]:
        """Return the record as it stands in truth.json."""
        return asdict(self)


def widen(value: Value) -> Value:
    """Write digits and letters full width, as some input methods do."""
    return str(value).translate(_WIDE)


def _serial(value: Value) -> Value:
    assert isinstance(value, date)
    return (value - date(1899, 12, 30)).days


def _in_words(value: Value) -> Value:
    assert isinstance(value, date)
    return f"{value.year}年{value.month}月{value.day}日"


def _wrong_digit(value: Value) -> Value:
    text = str(value)
    return text[:9] + str((int(text[9]) + 3) % 10) + text[10:]


def _as_number(value: Value) -> Value:
    return float(str(value)[:17] + "0")


def _in_ten_thousands(value: Value) -> Value:
    return None if value is None else round(float(str(value)) / 10_000, 6)


SLIPS: tuple[Slip, ...] = (
    Slip(file="花名册_噶尔县_2024年末.xlsx", sheet="2024年末", column="机构代码", among=_NURSE, edit=widen, outcome="read",
         what=Text("机构代码用了全角字符", "facility code in full-width characters")),
    Slip(file="花名册_平定县_2024年末.xlsx", sheet="2024年末", column="身份证号", among=_OTHER, edit=_wrong_digit,
         outcome="quarantine", what=Text("身份证号错一位", "one wrong digit in an ID number")),
    Slip(file="花名册_城区_2024年末.xlsx", sheet="2024年末", column="身份证号", among=_NURSE, edit=_as_number,
         outcome="quarantine", what=Text("身份证号存成数字，末几位丢失", "ID number stored as a number, last digits lost")),
    Slip(file="花名册_盂县_2024年末.xlsx", sheet="2024年末", column="人员类别", among=_OTHER, edit=lambda v: "防疫专干",
         outcome="quarantine", what=Text("人员类别不在代码表内", "staff group not in the code list")),
    Slip(file="花名册_矿区_2025年末.xlsx", sheet="2025年末", column="", among=_NURSE, edit=None, outcome="duplicate",
         what=Text("同一行填了两遍", "the same row twice")),
    Slip(file="任职记录_改则县.xlsx", sheet="任职记录", column="到岗日期", among=_OTHER, edit=lambda v: "2019.13.02",
         outcome="quarantine", what=Text("没有第 13 个月", "there is no month 13")),
    Slip(file="任职记录_日土县.xlsx", sheet="任职记录", column="到岗日期", edit=_serial, outcome="read", nth=5,
         what=Text("日期存成 Excel 序列号", "date stored as an Excel serial number")),
    Slip(file="任职记录_革吉县.xlsx", sheet="任职记录", column="到岗日期", edit=_in_words, outcome="read", nth=5,
         what=Text("日期写成汉字", "date written out in Chinese")),
    Slip(file="任职记录_措勤县.xlsx", sheet="任职记录", column="机构代码", edit=lambda v: f"\u3000{v} ", outcome="read",
         what=Text("机构代码前后有空格", "blanks around a facility code")),
    Slip(file="薪酬年度_郊区.xlsx", sheet="2017年", column="实发金额", edit=lambda v: f"{float(str(v)):,.1f}", outcome="read",
         what=Text("金额带千分位逗号", "amount with a thousands comma")),
    Slip(file="薪酬年度_郊区.xlsx", sheet="2018年", column="实发金额", edit=lambda v: f"{float(str(v)) / 10000:.4f}万元",
         outcome="read", what=Text("金额写成万元", "amount written in units of ten thousand")),
    Slip(file="人员年报_盂县.xlsx", sheet="2019年", column="在岗人数", among=_OTHER, edit=lambda v: -2, outcome="quarantine",
         what=Text("人数为负", "negative headcount")),
    Slip(file="人口_札达县.xlsx", sheet="2019年", column="常住人口", edit=widen, outcome="read",
         what=Text("人口数用了全角数字", "population in full-width digits")),
    Slip(file="机构名录_平定县.xlsx", sheet="机构名录", column="机构类型", edit=lambda v: "村卫生所", outcome="read", nth=6,
         what=Text("机构类型用了别名", "facility type by another name")),
    # a clerk of 城区 thinks in units of ten thousand yuan
    *(
        Slip(file="补贴台账_城区.xlsx", sheet="预算执行", column=column, header=f"{column}（万元）", edit=_in_ten_thousands, outcome="read", nth=0,
             what=Text("整列以万元填写，表头注明", "a whole column in units of ten thousand, as its header says"))
        for column in ("批准金额", "调整后预算", "执行数")
    ),
    Slip(file="补贴台账_城区.xlsx", sheet="继教费用报销", column="申报金额", edit=lambda v: f"{float(str(v)) / 10_000:g}万元", outcome="read",
         what=Text("金额写成万元", "amount written in units of ten thousand")),
    # a clerk of the city lets the spreadsheet take numbers for numbers: what begins with 0 loses it
    *(
        Slip(file="培训活动_阳泉市.xlsx", sheet="培训活动", column="培训班编号", among="140303", nth=nth, edit=lambda v: int(str(v)), outcome="told",
             what=Text("编号存成数字，开头的 0 丢失，参加记录对不上", "a number that begins with 0 stored without it; attendance no longer finds it"))
        for nth in (2, 9)
    ),
    Slip(file="人事档案_郊区.xlsx", sheet="考试与考核", column="考试（考核）结果", among="合格", edit=lambda v: "通过", outcome="read",
         what=Text("结果用了别名", "a result by another name")),
    Slip(file="机构服务_平定县.xlsx", sheet="医疗设备", column="设备状态", edit=lambda v: "坏了", outcome="quarantine",
         what=Text("设备状态不在代码表内", "state of a device not in the code list")),
    Slip(file="补贴台账_盂县.xlsx", sheet="继教费用报销", column="审定结果", edit=lambda v: "再议", outcome="quarantine", nth=7,
         what=Text("审定结果不在代码表内", "a decision that is not in the code list")),
    Slip(file="机构服务_盂县.xlsx", sheet="村（社区）名录", column="户数", edit=lambda v: "三百多", outcome="quarantine",
         what=Text("户数写成文字", "households in words")),
)


def make_mistakes(file: str, page: Page) -> tuple[Page, list[Planted]]:
    """Return the sheet with its slips made in it, and their record."""
    done: list[Planted] = []
    for slip in (s for s in SLIPS if (s.file, s.sheet) == (file, page.sheet)):
        rows = [list(r) for r in page.rows]
        at = [i for i, r in enumerate(rows) if not slip.among or slip.among in r][slip.nth]
        if slip.edit is None:
            rows.insert(at + 1, list(rows[at]))
            at += 1
        else:
            column = page.header.index(slip.column)
            for i in range(len(rows)) if slip.header else (at,):
                rows[i][column] = slip.edit(rows[i][column])
        header = tuple(slip.header if slip.header and h == slip.column else h for h in page.header)
        page = replace(page, rows=rows, header=header)
        done.append(Planted(file, page.sheet, page.first_row + at, slip.column, slip.what.zh, slip.what.en, slip.outcome))
    return page, done
