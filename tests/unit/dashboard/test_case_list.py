"""The cases one by one: every case of the place and the year once, adding up to the card by kind, told as the command tells it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import flask
import pandas as pd
import pytest

from dashboard.cards import CARDS
from dashboard.cards.case_list import OTHER_YEAR, SHARED
from dashboard.cards.inside import NOT_INSIDE, lack_of
from dashboard.cards.reconciled import NOTE
from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import sight_at
from dashboard.takeaway import add_takeaways
from dashboard.view import chart_of
from pipelines.codelists.reconciliation_kind import RECONCILIATION_KIND
from pipelines.command.case_words import CASE_HEADS, about, source
from pipelines.intake.reconcile import KEY_SHOWN, reconcile

AREAS = ("140300", "542500", "140321", "140322", "140321101")
YEARS = ("2016", "2017", "2020", "2021", "2023", "2024", "2025")
LANGS = ("zh", "en")


@pytest.fixture(scope="module")
def gate(demo_workspace) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def card_of(gate: Gate, name: str, search: str, profile: str = "internal") -> Chart:
    viewer = Viewer("a", "planner", (("140300", profile), ("542500", profile)))
    sight = sight_at(gate.edition(), viewer, "data", search)
    assert sight is not None
    return chart_of(sight, next(card for card in sight.state.page.cards if card.name == name))


def by_kind(gate: Gate, region: str, year: str) -> pd.DataFrame:
    """Cases that touch the year and yuan of it, each amount once, by kind: from the windows and the amounts, not from the sums of the build."""
    edition = gate.edition()
    home = edition.rows("select place_code, region_code from facility_home")
    mine = set(home.loc[home["region_code"] == region, "place_code"])
    windows = edition.rows("select case_id, kind, facility_code, first_on, last_on from reconciliation_window")
    windows = windows[windows["facility_code"].isin(mine)]
    touched = windows[(windows["first_on"] <= f"{year}-12-31") & (windows["last_on"] >= f"{year}-01-01")]
    money = edition.rows("select * from reconciliation_money")
    money = money[money["case_id"].isin(windows["case_id"]) & (money["to_on"].dt.year == int(year))]
    paid = money.drop_duplicates(["kind", "money_id"]).groupby("kind")["paid_yuan"].sum()
    found = pd.DataFrame({"cases": touched.groupby("kind").size(), "yuan": paid}).fillna(0)
    return found[(found["cases"] > 0) | (found["yuan"] > 0)]


@pytest.mark.parametrize("lang", LANGS)
def test_rows_and_money_add_up_to_the_card_by_kind_and_to_a_count_of_ones_own(gate: Gate, lang: str) -> None:
    titles = {code.code: code.title.of(lang) for code in RECONCILIATION_KIND.codes}
    held = set()
    for region, year in ((region, year) for region in AREAS for year in YEARS):
        search = f"region={region}&period={year}&lang={lang}"
        listed, summed = card_of(gate, "case_list", search), card_of(gate, "cases", search)
        divisor = next(head.divisor for head in listed.columns if head.name == "money")
        kinds = [row[0].text for row in listed.rows]
        wanted = by_kind(gate, region, year)
        for kind, row in wanted.iterrows():
            mine = [r for r, k in zip(listed.rows, kinds, strict=True) if k == titles[kind]]
            assert sum(OTHER_YEAR.of(lang) not in r[7].text for r in mine) == row["cases"]
            assert sum(r[6].value for r in mine) * divisor == pytest.approx(row["yuan"])
            (whole,) = (r for r in summed.rows if r[0].text == titles[kind])
            of_sums = next(head.divisor for head in summed.columns if head.name == "at_stake_yuan")
            assert whole[1].value == row["cases"] and whole[3].value * of_sums == pytest.approx(row["yuan"])
        assert set(kinds) == {titles[k] for k in wanted.index} and bool(listed.rows) == bool(summed.rows)
        held |= {OTHER_YEAR.of(lang) in row[7].text for row in listed.rows} | {"shared" for row in listed.rows if SHARED.of(lang) in row[7].text}
    assert held == {True, False, "shared"}, "cases of the year, of other years, and money that two cases share"


@pytest.mark.parametrize("lang", LANGS)
def test_the_card_says_of_a_case_what_the_command_says(gate: Gate, lang: str) -> None:
    listed = card_of(gate, "case_list", f"region=140300&period=2025&lang={lang}")
    heads = {head.name: head.title for head in listed.columns}
    assert all(heads[name] == CASE_HEADS[name].of(lang) for name in ("kind", "facility", "person", "first", "last", "about", "source"))
    assert heads["money"].startswith(CASE_HEADS["money"].of(lang)) and ("万元" if lang == "zh" else "yuan") in heads["money"]
    edition = gate.edition()
    names = edition.rows(f"select place_code, name_{lang} as name from place").dropna().set_index("place_code")["name"].to_dict()
    known = edition.ask(lambda con: reconcile(con, "140300")).cases
    told = {(c.person, f"{c.first_on}", f"{c.last_on}", source(c, lang)): about(c, lang, names) for c in known}
    for row in listed.rows:
        said = row[7].text.replace(SHARED.of(lang), "").replace(OTHER_YEAR.of(lang), "").rstrip("；; ")
        assert told[tuple(row[at].text for at in (3, 4, 5, 8))] == said
        assert len(row[3].text) == KEY_SHOWN and row[1].text and row[2].href.startswith("/clinics?")
    assert [row[6].value for row in listed.rows] == sorted((row[6].value for row in listed.rows), reverse=True)


@pytest.mark.parametrize("profile", ["restricted", "public"])
@pytest.mark.parametrize("lang", LANGS)
def test_who_may_not_see_people_sees_no_case_and_takes_none_away(gate: Gate, profile: str, lang: str) -> None:
    listed = card_of(gate, "case_list", f"region=140300&period=2025&lang={lang}", profile)
    assert listed.rows == () and listed.columns == () and listed.empty == NOT_INSIDE.of(lang) and lack_of(listed) == "withheld"
    server = flask.Flask("takeaways")
    add_takeaways(server, gate, Viewer("a", "planner", (("140300", profile),)))
    client, search = server.test_client(), f"?region=140300&period=2025&lang={lang}"
    keys = {row[3].text for row in card_of(gate, "case_list", f"region=140300&period=2025&lang={lang}").rows}
    for form in ("csv", "json"):
        told = client.get(f"/card/data/case_list.{form}{search}").get_data(as_text=True)
        assert told and not any(key in told for key in keys)


def test_the_list_is_sorted_and_filtered_and_a_file_of_it_honours_the_filter(gate: Gate) -> None:
    assert CARDS["case_list"].form == "grid"
    server = flask.Flask("takeaways")
    add_takeaways(server, gate, Viewer.local(gate.site))
    search = {"region": "140300", "period": "2025", "lang": "zh", "filter": '{"kind": {"type": "equals", "filter": "离岗后仍发薪"}}'}
    said = server.test_client().get("/card/data/case_list.csv", query_string=search).get_data(as_text=True).lstrip("\ufeff")
    rows = [row for row in csv.reader(io.StringIO(said)) if row and row[0] == "离岗后仍发薪"]
    whole = list(card_of(gate, "case_list", "region=140300&period=2025&lang=zh").rows)
    assert len(rows) == sum(row[0].text == "离岗后仍发薪" for row in whole) == 5 and "由其他单位参保" not in said


@pytest.mark.parametrize("lang", LANGS)
def test_the_note_of_the_subsidies_names_the_list_and_its_page(lang: str) -> None:
    page = next(page for page in all_pages() if page.name == "data")
    (listed,) = (card for card in page.cards if card.kind == "case_list")
    assert listed.title.of(lang) in NOTE.of(lang) and page.title.of(lang) in NOTE.of(lang) and len(page.cards) <= 12
