"""What each analysis has to find in the demo: parameters planted, and counts made when the records were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from pipelines.core.text import Text
from pipelines.demo.cast import NOW, Cast, day_of
from pipelines.demo.design import AREAS, LAST_YEAR
from pipelines.demo.dossier import Dossier
from pipelines.demo.merger import FORMED, FORMERS
from pipelines.demo.records import agreements, applications, standing, support, titles

Kind = Literal["parameter", "count"]
TRAINED_YEAR = 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One truth: a `parameter` must lie in the 95 % interval of its estimate, a `count` must be met exactly.

    `area` is the prefecture it holds for, "" for both together; `part` what part of it (a kind, a step), "" for the whole;
    `datasets` are what it is found in.
    """

    name: str
    kind: Kind
    value: float
    area: str = ""
    part: str = ""
    datasets: tuple[str, ...]
    definition: Text


_RATIO = Text(
    "岗位津贴对离岗的影响：发放岗位津贴的人月与未发放的人月的月离岗率之比，按边远类别分层（Mantel-Haenszel）；"
    "乡村医生和乡镇医生，死亡按删失；某县自首笔津贴（补贴项目 JT）所属期起的人月为发放",
    "Effect of the post allowance on leaving: monthly leaving rate where it is paid over that where it is not, stratified by remoteness "
    "class (Mantel-Haenszel). Village and township doctors, deaths censored; a county's months count as paid from the first period "
    "that a grant of scheme JT covers",
)
_PROMOTION = Text(
    "远程培训后 24 个月内与其他时间的月晋升率之比，按原职称级别分层；自通过线上课程（开课月加 2 个月）的次月起 24 个月算“培训后”；"
    "在岗满一个月、前 12 个月未晋升、有执业资格（乡村医生）的人月计入",
    "Monthly rate of promotion in the 24 months after a remote course over that at other times, stratified by the level held. After "
    "means from the month following the pass (the course's month of starting plus two) for 24 months; months of people in post since "
    "before it, not promoted in the 12 months before, and licensed (village doctors)",
)
_BREACH = Text(
    "服务协议的月违约概率：自协议起始月起第 55 至 64 个月为“前后 60 个月”，其余为平时；分母是协议仍在履行的月数",
    "Monthly probability of breach of a service agreement: months 55 to 64 after its first month are near 60, all others not; the "
    "denominator is months in which the agreement was still running",
)
_REPLY = Text(
    "从申请到首次答复的小时数中位数（如全部答复）；96 小时内未答复的不再答复，按删失处理，只看已答复的会偏短",
    "Median hours from a request to the first reply, were all answered. What is not answered within 96 hours never is: censor it; the "
    "answered alone look faster",
)
_STEP = Text("申请各步骤天数的中位数", "Median days of a step of applications")
_INTENDS = Text(
    "调查中表示有离岗意愿的比例；意愿不是行为：表示要走的人此后 24 个月内多数仍在岗",
    "Share who say they intend to leave. Intention is not behaviour: most who say so are still in post 24 months later",
)


def _parameters() -> Iterator[Finding]:
    yield Finding(name="promotion_rate_ratio", kind="parameter", value=titles.TRAINED_RATIO, definition=_PROMOTION,
                  datasets=("training", "training_event", "title_award"))
    for part, value in (("near_60", agreements.HAZARD_NEAR), ("otherwise", agreements.HAZARD)):
        yield Finding(name="breach_hazard", kind="parameter", value=value, part=part, datasets=("agreement",), definition=_BREACH)
    for part, value in support.REPLY_HOURS.items():
        yield Finding(name="reply_hours", kind="parameter", value=value, part=part, datasets=("consultation",), definition=_REPLY)
    for part, (value, _) in applications.STEPS.items():
        yield Finding(name="step_days", kind="parameter", value=value, part=part, datasets=("application",), definition=_STEP)
    yield Finding(name="intends_to_leave", kind="parameter", value=standing.INTENDS, datasets=("survey",), definition=_INTENDS)


def _count(name: str, value: float, datasets: tuple[str, ...], definition: Text, area: str = "", part: str = "") -> Finding:
    return Finding(name=name, kind="count", value=float(value), area=area, part=part, datasets=datasets, definition=definition)


def _of_pay(cast: Cast, dossier: Dossier, payroll: pd.DataFrame, area: str) -> Iterator[Finding]:
    pay = ("pay", "employment", "roster")
    where = cast.clinics["area"].to_numpy()
    for kind, said in (("stranger", Text("工资表上有、任职记录和花名册上没有的人", "people on the payroll whom no spell and no roster knows")),
                       ("left", Text("离岗以后继续发放", "people paid on after they left"))):
        ghosts = dossier.arrears.ghosts
        mine = ghosts[(ghosts["kind"] == kind) & (where[ghosts["clinic"]] == area)]
        yield _count("ghost_lines", len(mine), pay, Text(f"幽灵工资行数：{said.zh}", f"Ghost payroll lines: {said.en}"), area, kind)
        yield _count("ghost_yuan", mine["amount"].sum(), pay, Text(f"幽灵工资金额（元）：{said.zh}", f"Yuan of ghost lines: {said.en}"), area, kind)
    mine = payroll[where[payroll["clinic"]] == area]
    unpaid = mine["paid_on"].isna()
    late = mine["paid_on"] > pd.Series(day_of(mine["month"].to_numpy() + 1, np.zeros(len(mine), int)), index=mine.index)
    yield _count("late_lines", late.sum(), ("pay",),
                 Text("次月月末以后才发放的工资行数", "Lines paid after the end of the month that follows"), area)
    yield _count("unpaid_lines", unpaid.sum(), ("pay",), Text("到 2025 年底仍未发放的工资行数", "Lines not paid by the end of 2025"), area)
    yield _count("unpaid_yuan", mine.loc[unpaid, "amount"].sum(), ("pay",),
                 Text("到 2025 年底仍未发放的金额（元）", "Yuan not paid by the end of 2025"), area)


def _of_people(cast: Cast, dossier: Dossier, area: str) -> Iterator[Finding]:
    posts = dossier.frames["post"][dossier.frames["post"]["area"] == area]
    open_now = posts["closed_on"].isna() & posts["vacated_on"].isna()
    yield _count("vacancies", (open_now & posts["filled_on"].isna()).sum(), ("post",),
                 Text("2025 年底空缺的岗位数（已设置、未补上、未撤销）", "Posts vacant at the end of 2025: opened, not filled, not closed"), area)
    yield _count("posts", open_now.sum(), ("post",), Text("2025 年底的岗位数", "Posts at the end of 2025"), area)
    held = dossier.frames["licence"]
    held = held[held["id_number"].isin(cast.people["id_number"].to_numpy()[cast.in_post(NOW).index]) & (held["area"] == area)]
    last = held.sort_values("issued_on", kind="stable").groupby("id_number").tail(1)
    yield _count("expired_licences", (last["valid_to"] < pd.Timestamp(LAST_YEAR, 12, 31)).sum(), ("licence", "employment"),
                 Text("2025 年底在岗、最近一本证书已过有效期的人数", "People in post at the end of 2025 whose last licence has run out"), area)
    yield _count("registered_elsewhere", (last["registered_facility_code"] != last["facility_code"]).sum(), ("licence", "employment"),
                 Text("2025 年底在岗、证书注册机构不是任职机构的人数", "People in post at the end of 2025 registered at another facility"), area)
    students = dossier.frames["student"][dossier.frames["student"]["area"] == area]
    yield _count("students_arrived", students["posted_on"].notna().sum(), ("student",),
                 Text("已上岗的定向生人数", "Targeted students who took up a post"), area)
    yield _count("students_breached", (students["student_status"] == "breached").sum(), ("student",),
                 Text("违约的定向生人数", "Targeted students who broke the agreement"), area)
    event = dossier.courses.events.iloc[dossier.courses.attendance["event"].to_numpy()]
    mine = ((event["area"] == area) & (event["year"] == TRAINED_YEAR)).to_numpy()
    yield _count("trained_person_times", mine.sum(), ("training",), Text("2024 年参训人次", "Person-times of training in 2024"), area)
    yield _count("trained_persons", dossier.courses.attendance.loc[mine, "person"].nunique(), ("training",),
                 Text("2024 年参训人数", "Persons trained in 2024"), area)


def _of_support(dossier: Dossier, area: str) -> Iterator[Finding]:
    links = dossier.links[(dossier.links["area"] == area) & (dossier.links["end"] > NOW)]
    yield _count("links", len(links), ("link",), Text("2025 年底仍有效的协作关系数", "Links in force at the end of 2025"), area)
    yield _count("idle_links", links["is_idle"].sum(), ("link", "consultation", "expert_visit"),
                 Text("其中最近 90 天没有会诊申请也没有专家下沉的数目", "Of these, links without a request or a visit in the last 90 days"), area)
    asked = dossier.frames["consultation"][dossier.frames["consultation"]["area"] == area]
    yield _count("unanswered", asked["replied_at"].isna().sum(), ("consultation",),
                 Text("没有答复的会诊申请数", "Requests never answered"), area)
    tasks = dossier.frames["milestone"]
    tasks = tasks[(tasks["area"] == area) & (tasks["due_on"] <= pd.Timestamp(LAST_YEAR, 12, 31))]
    yield _count("milestones_due", len(tasks), ("milestone",), Text("到期的政策任务数", "Policy tasks due"), area)
    yield _count("milestones_on_time", (tasks["done_on"] <= tasks["due_on"]).sum(), ("milestone",),
                 Text("其中按时完成数", "Of these, done on time"), area)


def make_findings(cast: Cast, dossier: Dossier, payroll: pd.DataFrame) -> tuple[Finding, ...]:
    """Return every finding: planted parameters, then counts by area."""
    found = [Finding(name="allowance_hazard_ratio", kind="parameter", value=cast.world.design.allowance_ratio,
                     datasets=("employment", "grant", "region"), definition=_RATIO), *_parameters()]
    for area in AREAS:
        found += [*_of_pay(cast, dossier, payroll, area), *_of_people(cast, dossier, area), *_of_support(dossier, area)]
    merged = Text("2021 年撤并的原乡数与并成的乡数", "Townships that merged in 2021 and that came of it")
    found.append(_count("townships_merged", len(FORMERS), ("region", "region_crosswalk"), merged, AREAS[1], "from"))
    found.append(_count("townships_merged", len(FORMED), ("region", "region_crosswalk"), merged, AREAS[1], "to"))
    for audit in applications.AUDITS:
        failed = (dossier.frames["application"][audit] == "fail").sum()
        said = Text("不符合该审核要点的申请数", "Applications that failed the audit point")
        found.append(_count("audit_failed", failed, ("application",), said, "", audit))
    return tuple(found)
