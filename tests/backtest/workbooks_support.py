"""Read the demo's workbooks of links, requests, villages, roads and work with pandas alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tests.backtest.workbooks import GROUPS, _day, _number, _text, _together

LINKS = {"组团式帮扶": "support", "远程心电": "ecg", "远程影像": "imaging", "远程会诊": "consultation"}
COMPLETED = ("给出诊疗意见", "就地治疗", "建议转诊")
WORK = (
    "门诊人次", "上门服务人次", "健康档案建档数", "近一年更新档案数", "健教次数", "高血压登记人数", "糖尿病登记人数", "老年人健康管理人数",
)


@dataclass(frozen=True)
class SupportBooks:
    """link: hospital, clinic, kind, start, end. use: hospital, clinic, kind, day. request: clinic, kind, asked, replied, closed, outcome,
    avoided. uptime: clinic, month, open, online. village: code, township, residents, serving, minutes. travel: start, to, season,
    minutes, passable. work: clinic, year and a column for each kind in WORK. standard: group, activity, kind, minutes, times, share, hours."""

    link: pd.DataFrame
    use: pd.DataFrame
    request: pd.DataFrame
    uptime: pd.DataFrame
    village: pd.DataFrame
    travel: pd.DataFrame
    work: pd.DataFrame
    standard: pd.DataFrame


def read_support(folder: Path) -> SupportBooks:
    """Read every file, leaving out the rows truth.json says cannot be used and rows written twice."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    bad = {(m["file"], m["sheet"], m["row"]) for m in truth["mistakes"] if m["outcome"] == "quarantine"}
    request = _request(_csv(folder, "远程会诊记录_*.csv"))
    visit = _together(folder, "医院协作", "下沉日期", bad)
    visits = pd.DataFrame({
        "hospital": _text(visit["上级医院代码"]), "clinic": _text(visit["机构代码"]), "kind": "visit", "day": pd.to_datetime(visit["下沉日期"].map(_day)),
    })
    asked = request.assign(day=request["asked"].dt.normalize())[["hospital", "clinic", "kind", "day"]]
    return SupportBooks(
        _link(_together(folder, "医院协作", "协作开始日期", bad)), pd.concat([asked, visits], ignore_index=True), request,
        _uptime(_csv(folder, "机构开诊_*.csv")), _village(_together(folder, "机构服务", "村代码", bad)),
        _travel(_together(folder, "机构服务", "出发地代码", bad)), _work(_together(folder, "机构服务", "门诊人次", bad)),
        _standard(_together(folder, "工作时间标准", "工作活动", bad)),
    )


def _csv(folder: Path, pattern: str) -> pd.DataFrame:
    frames = []
    for path in sorted(folder.glob(pattern)):
        encoding = "utf-8-sig" if path.read_bytes()[:3] == b"\xef\xbb\xbf" else "gb18030"
        frames.append(pd.read_csv(path, encoding=encoding, dtype=str))
    return pd.concat(frames, ignore_index=True)


def _link(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "hospital": _text(rows["上级医院代码"]), "clinic": _text(rows["机构代码"]), "kind": _text(rows["帮扶（协作）类型"]).map(LINKS),
        "start": pd.to_datetime(rows["协作开始日期"].map(_day)), "end": pd.to_datetime(rows["协作终止日期"].map(_day)),
    })


def _request(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "hospital": rows["上级医院代码"], "clinic": rows["机构代码"], "kind": rows["会诊（诊断）类型"].map(LINKS), "asked": pd.to_datetime(rows["申请时间"]),
        "replied": pd.to_datetime(rows["首次答复时间"]), "closed": pd.to_datetime(rows["办结时间"]), "outcome": rows["处理结果"],
        "avoided": rows["是否避免转诊"].map({"是": 1.0, "否": 0.0}),
    })


def _uptime(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "clinic": rows["机构代码"], "month": rows["月份"], "open": rows["开诊天数"].map(_number), "online": rows["在线天数"].map(_number),
    })


def _village(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "code": _text(rows["村代码"]), "township": _text(rows["地区代码"]), "residents": rows["村常住人口数"].map(_number),
        "serving": _text(rows["承担服务的机构代码"]), "minutes": rows["到最近卫生室分钟数"].map(_number),
    })


def _travel(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "start": _text(rows["出发地代码"]), "to": _text(rows["到达地代码"]), "season": _text(rows["季节"]),
        "minutes": rows["单程分钟数"].map(_number), "passable": _text(rows["能否通行"]) != "否",
    })


def _work(rows: pd.DataFrame) -> pd.DataFrame:
    counts = {kind: rows[kind].map(_number) for kind in WORK}
    return pd.DataFrame({"clinic": _text(rows["机构代码"]), "year": _text(rows["所属时期"]).str.rstrip("年").astype(int), **counts})


def _standard(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = {"minutes": "每次分钟数", "times": "每人每年次数", "share": "占工作时间比例", "hours": "每人每年可用工时"}
    return pd.DataFrame({
        "group": _text(rows["人员类别"]).map(GROUPS), "activity": _text(rows["工作活动"]), "kind": _text(rows["对应服务项目"]),
        **{name: rows[title].map(_number) for name, title in numbers.items()},
    })
