"""Read the demo's workbooks with pandas alone: a clerk's reading of them, for comparison with the loader's."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from tests.backtest.oracle import STILL_THERE, Books

GROUPS = {
    "乡村医生": "village_doctor", "村卫生室其他人员": "village_clinic_other", "乡镇卫生院医生": "township_doctor",
    "乡镇卫生院护士": "township_nurse", "乡镇卫生院其他人员": "township_other",
}
LICENCES = {
    "执业医师": "physician", "执业助理医师": "assistant", "乡村全科执业助理医师": "rural_assistant",
    "乡村医生证": "village_certificate", "无证": "none",
}
REASONS = {
    "辞职": "resigned", "退休": "retired", "系统内调动": "transferred", "选拔调离": "promoted_out", "合同到期": "contract_ended",
    "解聘": "dismissed", "原因不详": "unknown", "死亡": "died", "身份转换": "reclassified",
}
COMPONENTS = {
    "基本工资": "base", "绩效工资": "performance", "基本公卫补助": "public_health", "基本药物补助": "medicine",
    "岗位津贴": "post_allowance", "边远津贴": "remote_allowance", "应急专项补贴": "emergency", "年收入": "total",
}


def read_books(folder: Path, prices: Path) -> Books:
    """Read every file of the demo, leaving out the rows truth.json says cannot be used and rows written twice."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    bad = {(m["file"], m["sheet"], m["row"]) for m in truth["mistakes"] if m["outcome"] == "quarantine"}
    tables = {kind: _together(folder, prefix, column, bad) for kind, (prefix, column) in _SHEETS.items()}
    pay = pd.concat([tables["pay_yearly"], *_payrolls(folder)], ignore_index=True)
    price = pd.read_csv(prices, dtype={"period": int}).set_index("period")["index_2015_100"]
    return Books(
        _region(tables["region"]), _facility(tables["facility"]), _recast(_population(tables["population"]), tables["crosswalk"]),
        _spell(tables["employment"]), _roster(tables["roster"]), _pay(pay), price,
    )


_SHEETS = {  # how the names of the files begin, and a column that only the sheets meant have
    "region": ("地区名录", "上级代码"), "crosswalk": ("地区名录", "新代码"), "facility": ("机构名录", "机构类型"), "population": ("人口", "常住人口"),
    "employment": ("任职记录", "到岗日期"), "roster": ("花名册", "基准日期"), "pay_yearly": ("薪酬年度", "薪酬项目"),
}


def _together(folder: Path, prefix: str, column: str, bad: set[tuple[str, str, int]]) -> pd.DataFrame:
    sheets = [sheet for path in sorted(folder.glob(f"{prefix}*.xlsx")) for sheet in _sheets(path, bad) if column in sheet.columns]
    return pd.concat(sheets, ignore_index=True)


def _recast(population: pd.DataFrame, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """Give the people of a place that is no more to the places that came of it, by their shares."""
    became = pd.DataFrame({"code": _text(crosswalk["原代码"]), "to": _text(crosswalk["新代码"]), "share": crosswalk["分摊比例"].map(_number)})
    gone = population.merge(became, on="code")
    moved = gone.assign(persons=gone["persons"] * gone["share"], code=gone["to"]).drop(columns=["to", "share"])
    kept = population[~population["code"].isin(became["code"])]
    both = pd.concat([kept, moved], ignore_index=True)
    return both.groupby(["code", "year", "kind"], as_index=False)["persons"].sum()


def _sheets(path: Path, bad: set[tuple[str, str, int]]) -> Iterator[pd.DataFrame]:
    """Yield the table of each sheet: header in the third row, the total and the note left out, bad rows too."""
    for name, grid in pd.read_excel(path, sheet_name=None, header=None, engine="calamine").items():
        table = grid.iloc[3:].copy()
        table.columns = pd.Index(grid.iloc[2].astype(str))
        table.index = table.index + 1  # as a spreadsheet numbers rows
        first = table.iloc[:, 0].astype(str)
        table = table[~first.str.startswith(("合计", "注"))]
        yield table[[(path.name, name, row) not in bad for row in table.index]].drop_duplicates()


def _payrolls(folder: Path) -> Iterator[pd.DataFrame]:
    for path in sorted(folder.glob("薪酬月度_*.csv")):
        start = path.read_bytes()[:3]
        yield pd.read_csv(path, encoding="utf-8-sig" if start == b"\xef\xbb\xbf" else "gb18030", dtype=str)


def _plain(value: Any) -> str:
    """Half-width text without blanks around it; '' for an empty cell; a whole number without its '.0'."""
    if pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def _text(column: pd.Series[Any]) -> pd.Series[str]:
    return column.map({value: _plain(value) for value in column.unique()})


def _number(value: Any) -> float:
    text = _plain(value).replace(",", "")
    if not text:
        return float("nan")
    return float(text[:-2]) * 10000 if text.endswith("万元") else float(text)


def _day(value: Any) -> pd.Timestamp:
    """A date, an Excel serial number, or 2019年3月1日; NaT for an empty cell."""
    text = _plain(value)
    if not text:
        return pd.NaT
    if text.isdigit():
        return pd.Timestamp(1899, 12, 30) + pd.Timedelta(days=int(text))
    return pd.Timestamp(text.replace("年", "-").replace("月", "-").replace("日", ""))


def _known(column: pd.Series[Any], names: dict[str, str]) -> pd.Series[str]:
    """Codes of written titles; raises KeyError for one that is not known."""
    return _text(column).map(lambda title: names[title])


def _region(rows: pd.DataFrame) -> pd.DataFrame:
    names = ["地区代码", "上级代码", "边远程度", "层级"]
    code, parent, remoteness, level = (_text(rows[n]) for n in names)
    return pd.DataFrame({"code": code, "parent": parent, "remoteness": remoteness, "level": level})


def _facility(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": _text(rows["机构代码"]), "township": _text(rows["所在乡镇代码"]),
            "opened": pd.to_datetime(rows["开办日期"].map(_day)), "closed": pd.to_datetime(rows["关闭日期"].map(_day)),
        }
    )


def _population(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": _text(rows["地区代码"]), "year": _text(rows["年份"]).str.rstrip("年").astype(int), "kind": "resident",
            "persons": rows["常住人口"].map(_number),
        }
    )


def _spell(rows: pd.DataFrame) -> pd.DataFrame:
    reason = _text(rows["离岗原因"]).map(lambda title: REASONS[title] if title else None)
    return pd.DataFrame(
        {
            "person": _text(rows["身份证号"]), "facility": _text(rows["机构代码"]), "group": _known(rows["人员类别"], GROUPS),
            "start": pd.to_datetime(rows["到岗日期"].map(_day)),
            "end": pd.to_datetime(rows["离岗日期"].map(_day)).fillna(STILL_THERE), "reason": reason,
            "fte": rows["全时当量"].map(_number), "is_main": _text(rows["是否主要岗位"]) == "是",
        }
    )


def _roster(rows: pd.DataFrame) -> pd.DataFrame:
    licence = _text(rows["执业资格"]).map(lambda title: LICENCES[title] if title else "unknown")
    frame = pd.DataFrame({"person": _text(rows["身份证号"]), "as_at": pd.to_datetime(rows["基准日期"].map(_day)), "licence": licence})
    return frame.drop_duplicates()


def _pay(rows: pd.DataFrame) -> pd.DataFrame:
    days = {day: _day(day) for name in ("所属期起", "所属期止") for day in rows[name].unique()}
    return pd.DataFrame(
        {
            "person": _text(rows["身份证号"]), "facility": _text(rows["机构代码"]), "component": _known(rows["薪酬项目"], COMPONENTS),
            "start": pd.to_datetime(rows["所属期起"].map(days)), "end": pd.to_datetime(rows["所属期止"].map(days)),
            "paid": rows["实发金额"].map(_number),
        }
    )
