"""What does not fit between records, by place: the rows account for all of the total above them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of


@pytest.mark.parametrize("region", ["140300", "542500", "140322"])
def test_no_money_of_the_total_is_missing_below_it(demo_workspace: Path, region: str) -> None:
    gate = Gate(demo_workspace)
    viewer = Viewer.local(gate.site)
    page = next(page for page in all_pages() if page.name == "subsidies")
    card = next(card for card in page.cards if card.kind == "case_places")
    state = read_state(page.path, f"region={region}&period=2025&lang=zh", choices(gate.edition(), viewer))
    assert state is not None
    whole, *each = chart_of(Sight(edition=gate.edition(), viewer=viewer, state=state), card).rows
    cases, money = ([row[place].value for row in (whole, *each)] for place in (2, 4))
    assert each and money[0] and sum(money[1:]) >= money[0] * (1 - 1e-9), "an amount may stand under several kinds, and under one at least"
    assert sum(cases[1:]) >= cases[0] and all(c or m for c, m in zip(cases, money, strict=True))
    gate.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_cases_are_told_one_as_one_and_money_of_a_year_without_them_as_of_other_years(demo_workspace: Path, lang: str) -> None:
    """Every place and year of a kind: no cases and money, one case of one person, several of one, several of several."""
    gate = Gate(demo_workspace)
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    page = next(page for page in all_pages() if page.name == "subsidies")
    card = next(card for card in page.cards if card.kind == "case_places")
    known = edition.rows("select * from reconciliation_place where kind = 'all' and level <> 'facility'")
    held = set()
    for row in known[(known["at_stake_yuan"] < 100_000) & (known["period"] >= "2016")].itertuples():
        kind = (min(row.cases, 2), min(row.persons, 2), row.at_stake_yuan > 0)
        if kind in held:
            continue
        state = read_state(page.path, f"region={row.region_code}&period={row.period}&lang={lang}", choices(edition, viewer))
        assert state is not None
        said = chart_of(Sight(edition=edition, viewer=viewer, state=state), card).finding
        if lang == "en":
            cases = "1 case does not add up" if row.cases == 1 else f"{row.cases} cases do not add up"
            people, money = f"{row.persons} person{'s' if row.persons > 1 else ''}", f"{row.at_stake_yuan:,.0f} yuan"
            other = f"No case is of {row.period}; {money} paid for it is to be checked because of cases of other years."
            no_money = f"{cases}: {people} to be checked; no money of the year is at stake."
            assert said == (other if not row.cases else f"{cases}: {people} and {money} to be checked." if row.at_stake_yuan else no_money)
        else:
            mark = "、" if row.at_stake_yuan else "，不涉及该年款项"
            assert said.startswith(f"{row.cases} 件对不上，涉及 {row.persons} 人{mark}" if row.cases else f"{row.period} 年没有对不上的记录；")
            assert ("因其他年份的问题待核对。" in said) == (row.cases == 0) and "0 件" not in said
        held.add(kind)
    assert {(0, 0, True), (1, 1, True), (2, 1, False), (2, 2, True)} <= held
    gate.close()


@pytest.mark.parametrize(("lang", "said"), [("zh", "，问题在其他年份"), ("en", ", cases of other years")])
@pytest.mark.parametrize(("region", "period"), [("140300", "2024"), ("140300", "2017"), ("140321", "2017")])
def test_money_without_a_case_of_its_year_says_in_its_row_where_the_case_is(demo_workspace: Path, region: str, period: str, lang: str, said: str) -> None:
    gate = Gate(demo_workspace)
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    page = next(page for page in all_pages() if page.name == "subsidies")
    card = next(card for card in page.cards if card.kind == "case_places")
    state = read_state(page.path, f"region={region}&period={period}&lang={lang}", choices(edition, viewer))
    assert state is not None
    below = {place.code for place in edition.places(viewer).children(region)}
    held = edition.rows(f"select * from reconciliation_place where period = '{period}' and at_stake_yuan > 0 and cases = 0")
    held = held[((held["region_code"] == region) & (held["kind"] == "all")) | (held["region_code"].isin(below) & (held["kind"] != "all"))]
    rows = chart_of(Sight(edition=edition, viewer=viewer, state=state), card).rows
    assert len(held) and [row[0].text.endswith(said) for row in rows] == [row[2].value == 0 for row in rows]
    assert sum(row[0].text.endswith(said) for row in rows) == len(held)
    gate.close()
