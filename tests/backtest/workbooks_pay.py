"""What the pay ledger says beyond amounts paid, footing of posts, and the county's personnel files, read with pandas alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tests.backtest.workbooks import COMPONENTS, _day, _number, _payrolls, _sheets, _text

CONTRACTS = {
    "编制": "established", "县管乡用": "county_managed", "乡聘村用": "township_hired", "聘用": "contract", "村聘": "village_hired",
    "劳务派遣": "agency", "返聘": "rehired", "临时": "temporary",
}
LEVELS = {"初级": 1, "中级": 2, "副高": 3, "正高": 4}
LICENCE_RANKS = {"执业医师": 1, "执业助理医师": 2, "乡村全科执业助理医师": 3, "乡村医生证": 4}


@dataclass(frozen=True)
class Files:
    """Rows of the demo's files beyond `Books`; people by ID number, days as timestamps (NaT: blank), amounts in yuan.

    due: person, facility, component, start, end, due, paid, paid_on. footing: person, facility, start, contract, pension, education
    has person, as_at, education. training: person, facility, event, on, done, hours, minutes, result, credits, mode, credit_class.
    title: person, facility, level (1-4), on, passed. licence: person, rank (1-4), on. exam: person, facility, kind, on, result.
    survey: person, region, year, item, value. income: region, year, kind (as written), yuan.
    """

    due: pd.DataFrame
    footing: pd.DataFrame
    education: pd.DataFrame
    training: pd.DataFrame
    title: pd.DataFrame
    licence: pd.DataFrame
    exam: pd.DataFrame
    survey: pd.DataFrame
    income: pd.DataFrame


def read_files(folder: Path) -> Files:
    """Read the files, leaving out rows that truth.json says cannot be used and rows written twice."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    bad = {(m["file"], m["sheet"], m["row"]) for m in truth["mistakes"] if m["outcome"] == "quarantine"}

    def sheet(prefix: str, column: str) -> pd.DataFrame:
        found = [s for p in sorted(folder.glob(f"{prefix}*.xlsx")) for s in _sheets(p, bad) if column in s.columns]
        return pd.concat(found, ignore_index=True)

    return Files(
        _due(pd.concat([sheet("薪酬年度", "薪酬项目"), *_payrolls(folder)], ignore_index=True)), _footing(sheet("任职记录", "到岗日期")),
        _education(sheet("花名册", "学历")), _training(folder, sheet("培训活动", "培训方式")), _titles(sheet("人事档案", "评定结果")),
        _licences(sheet("人事档案", "发证日期")), _exams(sheet("人事档案", "考试（考核）结果")), _surveys(sheet("人事档案", "调查项目")),
        _incomes(sheet("补贴政策", "对照收入口径")),
    )


def read_incomes(folder: Path) -> pd.DataFrame:
    """Read what others earn alone, as `Files.income`: none of these rows is a mistake."""
    found = [s for p in sorted(folder.glob("补贴政策*.xlsx")) for s in _sheets(p, set()) if "对照收入口径" in s.columns]
    return _incomes(pd.concat(found, ignore_index=True))


def _days(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column.map({v: _day(v) for v in column.unique()}))


def _due(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": _text(rows["身份证号"]), "facility": _text(rows["机构代码"]), "component": _text(rows["薪酬项目"]).map(COMPONENTS),
            "start": _days(rows["所属期起"]), "end": _days(rows["所属期止"]), "due": rows["应发金额"].map(_number),
            "paid": rows["实发金额"].map(_number), "paid_on": _days(rows["发放日期"]),
        }
    )


def _footing(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": _text(rows["身份证号"]), "facility": _text(rows["机构代码"]), "start": _days(rows["到岗日期"]),
            "contract": _text(rows["用工形式"]).map(CONTRACTS).fillna("unknown"), "pension": _text(rows["养老保险"]),
        }
    )


def _education(rows: pd.DataFrame) -> pd.DataFrame:
    said = pd.DataFrame({"person": _text(rows["身份证号"]), "as_at": _days(rows["基准日期"]), "education": _text(rows["学历"])})
    return said[said["education"] != ""]


def _training(folder: Path, events: pd.DataFrame) -> pd.DataFrame:
    paths = sorted(folder.glob("培训记录_*.csv"))
    rows = pd.concat([pd.read_csv(p, dtype=str, encoding="utf-8-sig" if "阿里" in p.name else "gb18030") for p in paths], ignore_index=True)
    known = events.drop_duplicates("培训班编号").set_index(_text(events.drop_duplicates("培训班编号")["培训班编号"]))
    event = _text(rows["培训班编号"])
    return pd.DataFrame(
        {
            "person": _text(rows["身份证号"]), "facility": _text(rows["机构代码"]), "event": event, "on": _days(rows["报到（选课）日期"]),
            "done": _days(rows["完成日期"]), "hours": rows["实际学时"].map(_number), "minutes": rows["学习分钟数"].map(_number),
            "result": _text(rows["培训结果"]), "credits": rows["获得学分"].map(_number), "mode": event.map(_text(known["培训方式"])),
            "credit_class": event.map(_text(known["学分类别"])),
        }
    )


def _titles(rows: pd.DataFrame) -> pd.DataFrame:
    on = _days(rows["取得（评定）日期"])
    return pd.DataFrame(
        {
            "person": _text(rows["身份证号"]), "facility": _text(rows["机构代码"]), "level": _text(rows["职称级别"]).map(LEVELS), "on": on,
            "passed": _text(rows["评定结果"]).isin(("通过", "")) & on.notna(),
        }
    )


def _licences(rows: pd.DataFrame) -> pd.DataFrame:
    found = pd.DataFrame(
        {"person": _text(rows["身份证号"]), "rank": _text(rows["证书类型"]).map(LICENCE_RANKS), "on": _days(rows["发证日期"])}
    )
    return found.dropna(subset=["rank"])


def _exams(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": _text(rows["身份证号"]), "facility": _text(rows["机构代码"]), "kind": _text(rows["考试（考核）类别"]),
            "on": _days(rows["考试（考核）日期"]), "result": _text(rows["考试（考核）结果"]),
        }
    )


def _surveys(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": _text(rows["身份证号"]), "region": _text(rows["地区代码"]), "year": _text(rows["调查时期"]).str[:4].astype(int),
            "item": _text(rows["调查项目"]), "value": rows["调查结果"].map(_number),
        }
    )


def _incomes(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region": _text(rows["地区代码"]), "year": _text(rows["年份"]).str[:4].astype(int), "kind": _text(rows["对照收入口径"]),
            "yuan": rows["对照收入"].map(_number),
        }
    )
