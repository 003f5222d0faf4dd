"""Cards of how applications fare: five types by five steps with the days each takes, and the four points they fail on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.cards.unanswered import unanswered
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import number, rounded
from dashboard.charts.table import listing
from dashboard.charts.words import STATUS_CELL, period_name
from dashboard.context import context
from dashboard.page import Card
from dashboard.render.sentence import STOP
from dashboard.render.sentence_ends import together
from dashboard.sight import UNKNOWN, Sight
from pipelines.codelists.audit_point import AUDIT_POINT
from pipelines.codelists.subsidy_type import SUBSIDY_TYPE
from pipelines.core.text import Text
from pipelines.engine.observe import Query

TYPE = Text("补贴类型", "Type of subsidy")
SUBMITTED = Text("① 提交申请", "1 Submitted")
STEPS: tuple[tuple[str, str, Text], ...] = (  # indicator of the share that got so far, code of the days, name
    ("employer_pass_share", "employer", Text("② 单位初审", "2 Employer")), ("authority_pass_share", "authority", Text("③ 主管部门复核", "3 Authority")),
    ("notice_share", "notice", Text("④ 公示", "4 Public notice")), ("paid_application_share", "payment", Text("⑤ 发放到账", "5 Paid")),
)
WHOLE_WAY = Text("受理至到账", "Taken in to paid")
GOT = Text("{n} 件 · {share} · {days}", "{n} · {share} · {days}")
FILED = Text("{n} 件", "{n}")
DAYS = Text("中位 {days} 天", "median {days} days")
NO_DAYS = Text("天数不可估计", "days not estimable")
NOT_REACHED = Text("半数以上仍在办", "over half still open")
NO_APPLICATION = Text("期内无申请记录", "no application on record")
NONE_AT_ALL = Text("期内无申请记录。", "No application is on record for this period.")
NONE_CHECKED = Text("期内的申请尚无核实过的要点。", "No audit point of the applications of this period has been checked yet.")
STEP_NOTE = Text(
    "每格：走到该环节的件数、占提交的比例、该环节天数中位数（在办的按已等天数截尾）；颜色越深走到的越多。近期提交的还在办，越近越低。"
    "岗位津贴和应急补贴多按名册发放，没有申请记录不等于没有发放",
    "each cell: applications that got so far, their share of those submitted, median days of the step (open ones censored); the darker "
    "the more got through. Recent ones are still on their way. Post allowances and emergency subsidies are mostly paid by list: no application "
    "on record does not mean nothing was paid",
)
FAILED = Text("{share}（{top} / {all}）", "{share} ({top} of {all})")
NOT_REVIEWED = Text("未核实", "not checked")
AUDIT_NOTE = Text(
    "每格：判为不符合的比例（不符合 / 已判定）；未核实的不在分母中，一份申请可有几个要点不符合；5% 以上标黄、10% 以上标红",
    "each cell: share found not met (not met of those judged). Points not checked are left out; an application can fail several; "
    "from 5% amber, from 10% red",
)
_LEAST_PAID = Text("走到发放到账最少的是{type}：{share}（{top} / {all}）。", "{type} gets to be paid least often: {share} ({top} of {all}).")
_SOME_ALIKE = Text("走到发放到账最少的是{types}，均为 {share}。", "{types} get to be paid least often, {share} each.")
_ALL_ALIKE = Text("走到发放到账的比例相同的是{types}，均为 {share}。", "{types} get to be paid equally often, {share} each.")
_PAID_SO_FAR = Text(
    "{applications}中已发放到账 {top} 件（{share}）{doubt}", "Paid so far: {top} of {applications} ({share}){doubt}",
)
_ONE_APPLICATION, _APPLICATIONS = Text("期内提交的 1 件申请", "1 application"), Text("期内提交的 {n} 件申请", "{n} applications")
_FEW_OF_A_TYPE = Text("；各类型件数太少，不作比较", "; too few of each type to compare them")
_ONE_TYPE = Text(
    "；只有{type}件数够单独看：{share}（{top} / {all}）", "; only \"{type}\" has enough applications to be told by itself: {share} ({top} of {all})",
)
_PART_OF_TYPES = Text("；上报不全，不按类型比较", "; not all units reported, so types are not compared")
_ALL_MET, _ONE_MET = Text("已判定的 {all} 项全部符合。", "All {all} points judged were met."), Text("已判定的 1 项符合。", "The one point judged was met.")
_MOST_FAILED = Text("不符合最多的要点是“{point}”：{share}（{top} / {all}）。", "The point most often not met is \"{point}\": {share} ({top} of {all}).")
SAME = 1e-9  # between shares
WATCH, BAD = 0.05, 0.10  # of points judged; where a cell of the matrix of points is amber and red
_CLASSES = (0.2, 0.4, 0.6, 0.8)  # of a share; the five grounds of the matrix of steps


def _observed(sight: Sight, indicator: str, by: str | None = None) -> pd.DataFrame:
    """Return the chosen place's observations of an indicator in the chosen period; empty where its release profile gives none."""
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    return sight.edition.observe(sight.viewer, Query(indicator, level=level, region=sight.state.region, period=sight.state.period, by=by))


def _answers(sight: Sight, indicator: str, by: str) -> dict[str, Mapping[Any, Any]]:
    """Return the chosen place's observations of an indicator in the chosen period, by category."""
    return {str(r["category"]): r for r in _observed(sight, indicator, by).to_dict("records")}


def _is_number(row: Mapping[Any, Any] | None) -> bool:
    return row is not None and not pd.isna(row["value"])


def step_matrix(sight: Sight, card: Card) -> Chart:
    """Return types of subsidy as rows and steps as columns: how many got so far, which share, and how long the step takes."""
    lang, about = sight.lang, context(sight, card)
    filed, whole = _answers(sight, "applications", "subsidy_type"), _answers(sight, "disbursement_days", "subsidy_type")
    days = _answers(sight, "application_step_days", "subsidy_type,application_step")
    shares = {name: _answers(sight, name, "subsidy_type") for name, _, _ in STEPS}
    heads = [ColumnHead("subsidy_type", TYPE.of(lang)), ColumnHead("submitted", SUBMITTED.of(lang))]
    heads += [ColumnHead(name, title.of(lang)) for name, _, title in STEPS] + [ColumnHead("whole", WHOLE_WAY.of(lang))]
    rows = []
    for code, title in _types(filed):
        count = filed.get(code)
        name = TableCell(title.of(lang))
        if count is None or not count["value"] > 0:
            rows.append([name, TableCell(_none_of(count, filed, sight), tone="none"), *(TableCell("", tone="none") for _ in range(5))])
            continue
        cells = [TableCell(FILED.of(lang).format(n=f"{count['value']:,.0f}"), float(count["value"]), tone="4")]
        cells += [_got(shares[step].get(code), days.get(f"{code},{part}"), sight) for step, part, _ in STEPS]
        rows.append([name, *cells, TableCell(_days(whole.get(code), sight))])
    made = listing(card, heads, rows, about, period=period_name(sight.state.period, lang))
    told = replace(made, finding=_least_paid(shares[STEPS[-1][0]], sight) or _paid_so_far(shares[STEPS[-1][0]], sight)).with_note(STEP_NOTE.of(lang))
    return unanswered(told, card, _observed(sight, "applications"), about)


def _types(found: Mapping[str, Any]) -> list[tuple[str, Text]]:
    """Return the five types by code, and applications of no known type where there are any."""
    named = [(code.code, code.title) for code in SUBSIDY_TYPE.codes]
    return [*named, ("unknown", UNKNOWN)] if "unknown" in found else named


def _none_of(count: Mapping[Any, Any] | None, filed: Mapping[str, Any], sight: Sight) -> str:
    """Say why there is no number of applications of a type: none on record only where applications of the place were counted by type."""
    if count is not None and pd.isna(count["value"]):
        return STATUS_CELL[count["status"]].of(sight.lang)
    return NO_APPLICATION.of(sight.lang) if filed else STATUS_CELL["suppressed"].of(sight.lang)


def _least_paid(paid: Mapping[str, Mapping[Any, Any]], sight: Sight) -> str:
    """Say which of several types gets to be paid least often; "" where fewer than two have enough applications to be compared."""
    known = _enough(paid)
    if len(known) < 2:
        return ""
    least = min(float(row["value"]) for _, row in known)
    lowest = [(title.of(sight.lang), row) for title, row in known if float(row["value"]) <= least + SAME]
    if len(lowest) > 1:
        names, share = together([name for name, _ in lowest], sight.lang), number(least, "share", "", sight.lang)
        return (_ALL_ALIKE if len(lowest) == len(known) else _SOME_ALIKE).of(sight.lang).format(types=names, share=share)
    ((name, row),) = lowest
    return _LEAST_PAID.of(sight.lang).format(type=name, **_of(row["numerator"], row["denominator"], sight))


def _enough(paid: Mapping[str, Mapping[Any, Any]]) -> list[tuple[Text, Mapping[Any, Any]]]:
    """Return the types with enough applications to be compared, every unit having reported."""
    return [(c.title, row) for c in SUBSIDY_TYPE.codes if (row := paid.get(c.code)) is not None and _is_number(row) and row["status"] == "ok"]


def _paid_so_far(paid: Mapping[str, Mapping[Any, Any]], sight: Sight) -> str:
    """Say how many of all applications were paid, where no two types can be compared, or that there are none; "" where that is not known."""
    lang = sight.lang
    filed, found = (_observed(sight, name) for name in ("applications", STEPS[-1][0]))
    if len(filed) and filed["value"].iloc[0] == 0:
        return NONE_AT_ALL.of(lang)
    if not len(found) or pd.isna(found["value"].iloc[0]) or not found["denominator"].iloc[0]:
        return ""
    row = found.iloc[0]
    told = _of(row["numerator"], row["denominator"], sight)
    applications = (_ONE_APPLICATION if row["denominator"] == 1 else _APPLICATIONS).of(lang).format(n=told["all"])
    return _PAID_SO_FAR.of(lang).format(applications=applications, top=told["top"], share=told["share"], doubt=_doubt(paid, sight)) + STOP.of(lang)


def _doubt(paid: Mapping[str, Mapping[Any, Any]], sight: Sight) -> str:
    """Say why types are not compared, where there are several: too few of each, of all but one, or units that did not report."""
    lang, several = sight.lang, [row for code, row in paid.items() if code in SUBSIDY_TYPE.titles and _is_number(row)]
    if len(several) < 2:
        return ""
    if any(row["status"] == "partial" for row in several):
        return _PART_OF_TYPES.of(lang)
    for title, row in _enough(paid):
        return _ONE_TYPE.of(lang).format(type=title.of(lang), **_of(row["numerator"], row["denominator"], sight))
    return _FEW_OF_A_TYPE.of(lang)


def _of(top: float, below: float, sight: Sight) -> dict[str, str]:
    return {"share": number(top / below, "share", "", sight.lang), "top": f"{top:,.0f}", "all": f"{below:,.0f}"}


def _got(row: Mapping[Any, Any] | None, days: Mapping[Any, Any] | None, sight: Sight) -> TableCell:
    if row is None or not _is_number(row):
        return TableCell(STATUS_CELL[row["status"] if row else "not_collected"].of(sight.lang), tone="none")
    share = float(row["value"])
    tone = str(sum(share >= limit for limit in _CLASSES))
    said = GOT.of(sight.lang).format(n=f"{row['numerator']:,.0f}", share=number(share, "share", "", sight.lang), days=_days(days, sight))
    return TableCell(said, share, tone=tone)


def _days(row: Mapping[Any, Any] | None, sight: Sight) -> str:
    if row is None or not _is_number(row):
        return (NOT_REACHED if row is not None and row["status"] == "not_reached" else NO_DAYS).of(sight.lang)
    days = float(row["value"])
    return DAYS.of(sight.lang).format(days=rounded(days, 0 if days.is_integer() else 1))


def audit_matrix(sight: Sight, card: Card) -> Chart:
    """Return types of subsidy as rows and the four audit points as columns: which share was found not met, of how many."""
    lang, about = sight.lang, context(sight, card)
    found = _answers(sight, "audit_rejection_share", "subsidy_type,audit_point")
    heads = [ColumnHead("subsidy_type", TYPE.of(lang)), *(ColumnHead(c.code, c.title.of(lang)) for c in AUDIT_POINT.codes)]
    rows = []
    for code, title in _types({key.split(",")[0]: row for key, row in found.items()}):
        cells = [_failed(found.get(f"{code},{point.code}"), sight) for point in AUDIT_POINT.codes]
        if any(cell.value is not None for cell in cells):
            rows.append([TableCell(title.of(lang)), *cells])
    filed, judged = _observed(sight, "applications"), _observed(sight, "audit_rejection_share")
    empty = NONE_AT_ALL if len(filed) and filed["value"].iloc[0] == 0 else NONE_CHECKED
    made = listing(card, heads, rows, about, empty.of(lang), period_name(sight.state.period, lang))
    told = replace(made, finding=_most_failed(found, sight)).with_note(AUDIT_NOTE.of(lang))
    return told if judged["status"].eq("no_denominator").any() else unanswered(told, card, judged, about)


def _most_failed(found: Mapping[str, Mapping[Any, Any]], sight: Sight) -> str:
    """Say which point is most often not met, over all types of subsidy, or that all were met; "" where none was judged."""
    sums = {}
    for point in AUDIT_POINT.codes:
        cells = [row for key, row in found.items() if key.endswith(f",{point.code}") and _is_number(row)]
        sums[point] = (sum(float(r["numerator"]) for r in cells), sum(float(r["denominator"]) for r in cells))
    failed = {point: (top, below) for point, (top, below) in sums.items() if top}
    if not failed:
        judged = sum(below for _, below in sums.values())
        return (_ONE_MET if judged == 1 else _ALL_MET).of(sight.lang).format(all=f"{judged:,.0f}") if judged else ""
    point = max(failed, key=lambda one: failed[one][0] / failed[one][1])
    return _MOST_FAILED.of(sight.lang).format(point=point.title.of(sight.lang), **_of(*failed[point], sight))


def _failed(row: Mapping[Any, Any] | None, sight: Sight) -> TableCell:
    if row is None or not _is_number(row):
        status = row["status"] if row is not None else "no_denominator"
        return TableCell((NOT_REVIEWED if status in ("no_denominator", "not_collected") else STATUS_CELL[status]).of(sight.lang), tone="none")
    share = float(row["value"])
    said = FAILED.of(sight.lang).format(**_of(row["numerator"], row["denominator"], sight))
    return TableCell(said, share, tone="bad" if share >= BAD else "watch" if share >= WATCH else "good")
