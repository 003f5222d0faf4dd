"""Where there is nothing, a card says of what and why: a year without a rise, a place not judged for its time, money of a year without cases."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.cards.breaches import _by_year
from dashboard.cards.quality import cases_by_kind
from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from tests.unit.charts.samples import card, context


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def shown(gate: Gate, name: str, card: str, search: str) -> Chart:
    """The chart of a card of the demo."""
    edition, viewer, page = gate.edition(), Viewer.local(gate.site), next(p for p in all_pages() if p.name == name)
    state = read_state(page.path, search, choices(edition, viewer))
    assert state is not None
    return chart_of(Sight(edition=edition, viewer=viewer, state=state), next(c for c in page.cards if c.name == card))


@pytest.mark.parametrize(("lang", "said"), [("zh", "2025 年没有{what}。"), ("en", "2025: no {what}.")])
@pytest.mark.parametrize(("name", "what"), [
    ("title_flows", {"zh": "职称提升", "en": "rise in title"}), ("licence_flows", {"zh": "执业资格提升", "en": "rise in licence"}),
])
def test_a_year_without_a_rise_says_what_there_was_none_of(gate, lang, said, name, what):
    towns, held = gate.edition().places(Viewer.local(gate.site)).under("140321"), set()
    for town in towns:
        made = shown(gate, "training", name, f"?region={town.code}&period=2025&lang={lang}")
        if made.empty:
            continue
        is_none = made.rows[-1][-1].value == 0
        assert (made.finding == said.format(what=what[lang])) == is_none
        held.add(is_none)
    assert held == {True, False}


def test_every_year_of_a_breach_has_a_row():
    years = range(2012, 2026)
    broken = pd.DataFrame({
        "agreement_id": [f"A{y}" for y in years], "breach_on": [pd.Timestamp(y, 6, 1) for y in years],
        "repay_due_yuan": [1000.0] * len(years), "back_yuan": [100.0] * len(years),
    })
    told = _by_year(broken)
    assert list(told.index) == sorted(years, reverse=True) and told["breaches"].sum() == len(years)


@pytest.mark.parametrize(("lang", "why"), [("zh", "未检验：首次加载之前已到期"), ("en", "not tested: due before the first load")])
def test_what_was_not_judged_for_its_time_says_why(gate, lang, why):
    first = str(gate.edition().rows("select min(made_at) as at from batch_info")["at"].iloc[0])[:10]
    late = gate.edition().rows("select count(*) as n from quality_test where rule = 'late'")["n"].iloc[0]
    rows = shown(gate, "data", "scores", f"?region=140300&period=2024&lang={lang}").rows
    assert late == 0 and first > "2024-12-31" and len(rows) > 1 and {row[2].text for row in rows} == {why}


@pytest.mark.parametrize(("lang", "said"), [("zh", "本年无新发现；款项属于本年，问题发生在其他年份。"), ("en", "No case of the year itself: money of the year, case of another.")])
def test_money_without_a_case_of_its_year_says_so_in_its_row(gate, lang, said):
    """The cases and the money by kind, as the store holds them: a grant of 2017 whose case is of another year."""
    held = gate.edition().rows("select cases, at_stake_yuan from reconciliation_place where region_code = '140300' and period = '2017' and kind <> 'all'")
    without = ((held["cases"] == 0) & (held["at_stake_yuan"] > 0)).sum()
    rows = shown(gate, "data", "cases", f"?region=140300&period=2017&lang={lang}").rows
    told = [row for row in rows if row[4].text.startswith(said)]
    assert without > 0 and len(told) == without + sum(row[1].value == 0 for row in rows[:1]) and all(row[1].value == 0 and row[3].value > 0 for row in told)


@pytest.mark.parametrize(("lang", "year", "said"), [
    ("zh", "", "该地区没有对不上的记录。"), ("zh", "2025", "该地区 2025 年没有对不上的记录。"),
    ("en", "", "Nothing fails to add up here."), ("en", "2025", "Nothing fails to add up here in 2025."),
])  # fmt: skip
def test_a_site_without_periods_is_told_nothing_of_a_year(lang, year, said):
    none = pd.DataFrame(columns=["kind", "cases", "persons", "at_stake_yuan"])
    chart = cases_by_kind(card("cases", "cases"), none, context(lang), year, (0, 0.0))
    assert chart.empty == said and (year in chart.subtitle if year else chart.subtitle == "")
