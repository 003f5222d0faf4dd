"""What does not add up between staff and pay, by kind and place, with the money at stake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.cards.amounts import Amounts
from dashboard.cards.inside import NOT_INSIDE
from dashboard.cards.within import Within, of_year
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import Scale, scale_for
from dashboard.charts.table import listing
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, sees_records
from pipelines.codelists.reconciliation_kind import RECONCILIATION_KIND
from pipelines.core.text import Text
from pipelines.engine.reach import reach

_PAID = "select facility_code from stg_pay union select facility_code from stg_grant"
_CASES = "select region_code, kind, period, cases, persons, at_stake_yuan from reconciliation_place"
TOGETHER = Text("合计（每人、每笔只计一次）", "Together (each person and amount once)")
OTHER_YEAR = Text("{name}，问题在其他年份", "{name}, cases of other years")
HEADS = {
    "kind": Text("问题类型", "What does not fit"), "place": Text("地区", "Place"), "cases": Text("件数", "Cases"), "persons": Text("人数", "Persons"),
    "money": Text("涉及金额", "At stake"),
}
NONE = Text("{year} 年没有对不上的记录。", "Nothing fails to add up in {year}.")
NOTHING_PAID = Text(
    "没有本地区的薪酬和补贴发放记录，无从与人员核对：请报送。",
    "Neither pay nor grants of this place are on record, so that nothing can be held against its staff: hand them in.",
)
NOTE = Text(
    "涉及金额是需要核对的款项，不是已认定的损失；一笔钱可在几类中出现，合计只计一次；金额计入款项所属年份，问题发生在别的年份时本年件数为 0。"
    "逐件清单见“数据”页的“逐件核对清单”",
    "amounts are to be checked, they are no established loss; one amount can stand under several kinds and counts once in the total; it counts "
    "in the year it is for, with 0 cases where the case is of another year. Cases one by one: page Data, \"Case by case\"",
)
TOLERATED = Text("换证、交接在 31 天以内的不算问题", "renewals and handovers of up to 31 days are no case")
SAID = Text("{cases}，涉及 {people}、{money}，待核对。", "{cases}: {people} and {money} to be checked.")
NO_MONEY = Text("{cases}，涉及 {people}，不涉及该年款项，待核对。", "{cases}: {people} to be checked; no money of the year is at stake.")
CASES, ONE_CASE = Text("{n} 件对不上", "{n} cases do not add up"), Text("{n} 件对不上", "{n} case does not add up")
PERSONS, ONE_PERSON = Text("{n} 人", "{n} persons"), Text("{n} 人", "{n} person")
OTHER_YEARS = Text(
    "{year} 年没有对不上的记录；属于该年的款项中有 {money} 因其他年份的问题待核对。",
    "No case is of {year}; {money} paid for it is to be checked because of cases of other years.",
)
OF_YEAR = Text("{year} 年", "{year}")


def case_places(sight: Sight, card: Card) -> Chart:
    """Return kinds of case by place in the year, the largest amount first; the chosen place as a whole stands on top."""
    lang, about, year = sight.lang, context(sight, card), Within(sight).year_known
    places = sight.edition.places(sight.viewer.inside)
    region = sight.state.region
    below = places.children(region) if region in places else ()
    frame = sight.edition.rows(_CASES)
    frame = frame[(frame["period"] == year) & ((frame["cases"] > 0) | (frame["at_stake_yuan"] > 0))]
    whole = frame[(frame["region_code"] == region) & (frame["kind"] == "all")] if sees_records(sight) else frame.iloc[:0]
    wanted = {p.code: p.name.of(lang) for p in below} or {region: places.get(region).name.of(lang)} if region in places else {}
    each = frame[frame["region_code"].isin(wanted) & (frame["kind"] != "all")].sort_values(
        ["at_stake_yuan", "cases", "region_code", "kind"], ascending=[False, False, True, True],
    )
    scale = scale_for([float(v) for v in (*whole["at_stake_yuan"], *each["at_stake_yuan"])], "currency", about.currency, lang)
    amounts = Amounts(scale, about.currency)
    heads = [
        ColumnHead.measured(n, t.of(lang), scale) if n == "money"
        else ColumnHead(n, Within(sight).part_name() if n == "place" else t.of(lang), n not in ("kind", "place"))
        for n, t in HEADS.items()
    ]  # fmt: skip
    kinds = {code.code: code.title.of(lang) for code in RECONCILIATION_KIND.codes}
    rows = []
    for r in [*whole.to_dict("records"), *each.to_dict("records")]:
        name = TOGETHER.of(lang) if r["kind"] == "all" else kinds.get(r["kind"], r["kind"])
        name = name if r["cases"] else OTHER_YEAR.of(lang).format(name=name)
        rows.append([
            TableCell(name), TableCell(wanted.get(r["region_code"], places.get(region).name.of(lang))),
            TableCell(f"{r['cases']:,.0f}", float(r["cases"])), TableCell(f"{r['persons']:,.0f}", float(r["persons"])),
            amounts.cell(float(r["at_stake_yuan"])),
        ])
    none = why_none(sight)
    made = listing(card, heads, rows, about, none.of(lang).format(year=year), OF_YEAR.of(lang).format(year=year))
    made = replace(made.as_none() if none is NONE else made, together=len(whole))
    told = told_of(whole.iloc[0].to_dict(), year, scale) if len(whole) else ""
    return with_reach(sight, of_year(sight, replace(made, finding=told).with_note(NOTE.of(lang), TOLERATED.of(lang)), year))


def why_none(sight: Sight) -> Text:
    """Return what is said without a case: not for who looks, nothing that could be checked, or checked and found to add up."""
    if not sees_records(sight):
        return NOT_INSIDE
    return NONE if set(sight.edition.rows(_PAID)["facility_code"]) & Within(sight).homes else NOTHING_PAID


def told_of(whole: Mapping[Any, Any], year: str, scale: Scale) -> str:
    """Return cases, persons and money of a whole place; money of a year without cases is there for cases of other years."""
    lang, yuan, n, people = scale.lang, float(whole["at_stake_yuan"]), float(whole["cases"]), float(whole["persons"])
    money = scale.full(scale.shown(yuan))
    if not n:
        return OTHER_YEARS.of(lang).format(year=year, money=money)
    cases, persons = CASES if n > 1 else ONE_CASE, PERSONS if people != 1 else ONE_PERSON
    said = SAID if yuan else NO_MONEY
    return said.of(lang).format(cases=cases.of(lang).format(n=f"{n:,.0f}"), people=persons.of(lang).format(n=f"{people:,.0f}"), money=money)


def with_reach(sight: Sight, chart: Chart) -> Chart:
    """Return a chart of cases whose note also says up to what day pay was held against the staff, and how much pay lies beyond."""
    region = sight.state.region
    if not sees_records(sight):
        return chart
    said = sight.edition.keep(("reach", region), lambda: sight.edition.ask(lambda con: reach(con, region).said()))
    return chart.with_note(said.of(chart.lang) if said else "", chart.footer.note)
