"""From a township to its clinics and from a clinic to its people: the engine's own counts, keys and never names."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from html import unescape

import duckdb
import openpyxl
import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.addressed import page_at
from dashboard.app import make_app
from dashboard.callbacks import content, mounted, page_of_rows
from dashboard.cards.clinics import KEY_SHOWN, NEAREST, NOT_REGISTERED, PERSON_HEADS, clinic_sentence
from dashboard.data import Gate, Viewer
from dashboard.layout.card import card_inside
from dashboard.layout.plain import places
from dashboard.page import all_pages
from dashboard.render.plotly import INTO, figure
from dashboard.render.table import row_data
from dashboard.sight import Sight, choices, seen_place, sight_at
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.engine.clinics import clinics_of, listed_in, people_of
from pipelines.engine.observe import Query

PAGE = next(p for p in all_pages() if p.name == "clinics")
TOWN = "140321103"


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(demo_workspace):
    return make_app(demo_workspace, warm=False).server.test_client()


def sight(gate, search, viewer=None):
    viewer = viewer or Viewer.local(gate.site)
    state = read_state(PAGE.path, search, choices(gate.edition(), viewer))
    assert state is not None
    return Sight(edition=gate.edition(), viewer=viewer, state=state)


def posts(gate, facility, day="2024-12-31"):
    """Who is in post at a facility on a day, by the spells alone: person -> (staff group, start)."""
    spells = gate.edition().rows("select person_key, facility_code, staff_group, start_on, end_on, is_main_post from post_spell")
    day = pd.Timestamp(day)
    here = spells[(spells["facility_code"] == facility) & (spells["start_on"] <= day) & (spells["end_on"].astype(str) >= str(day.date()))]
    return {r.person_key: (r.staff_group, r.start_on) for r in here.itertuples()}


@pytest.mark.parametrize(("facility", "lang"), [("140303004-S06", "zh"), ("140303003-S09", "en")])
def test_a_facility_without_people_in_a_period_leads_to_the_nearest_that_has_some(gate, facility, lang):
    has = [str(year) for year in range(2015, 2026) if posts(gate, facility, f"{year}-12-31")]
    lacks = next(str(year) for year in range(2025, 2014, -1) if str(year) not in has)
    nearest = min(has, key=lambda year: (abs(int(year) - int(lacks)), -int(year)))
    looked = sight(gate, f"?region={facility[:9]}&facility={facility}&period={lacks}&lang={lang}")
    made = chart_of(looked, PAGE.cards[0])
    assert made.rows == () and made.instead == nearest and made.empty.endswith(NEAREST.of(lang).format(period=nearest))
    link = card_inside(made, PAGE.cards[0], looked.state)[0].tree[0].children[1]
    assert f"period={nearest}" in link.href and f"facility={facility}" in link.href and nearest in link.children
    there = chart_of(sight(gate, link.href.partition("?")[2]), PAGE.cards[0])
    assert len(there.rows) == len(posts(gate, facility, f"{nearest}-12-31")) > 0


def test_a_place_without_facilities_in_a_period_is_led_to_the_nearest_that_has_some():
    con = duckdb.connect()
    con.execute("create table period as select * from (values ('2023', 'year', date '2023-12-31'), ('2024-H1', 'half', date '2024-06-30'), "
                "('2024', 'year', date '2024-12-31'), ('2025', 'year', date '2025-12-31')) as t(label, kind, end_on)")
    con.execute("create table place_span as select 'C1' as place_code, 'R' as region_code, date '2000-01-01' as from_on, date '9999-01-01' as to_on")
    con.execute("create table facility_stock as select * from (values ('C1', '2023'), ('C1', '2024-H1')) as t(place_code, period)")
    assert [listed_in(con, "R", period, people=False) for period in ("2025", "2024-H1", "2023")] == ["2023", "2024-H1", "2023"]
    assert listed_in(con, "S", "2025", people=False) == ""


def test_the_clinics_of_a_place_add_up_to_its_headcount(gate):
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    for region, level in (("140321", "county"), (TOWN, "township"), ("542523", "county")):
        frame = edition.ask(lambda con, region=region: clinics_of(con, region, "2024"))
        asked = {name: edition.observe(viewer, Query(name, level=level, region=region, period="2024")).iloc[0]
                 for name in ("headcount", "facility_count")}
        assert len(frame) == asked["facility_count"]["value"]
        assert frame["doctors"].sum() == asked["headcount"]["value"], "the base of the indicator is rural doctors"
        assert frame["headcount"].sum() >= frame["doctors"].sum() >= frame["licensed"].sum() > 0
        split = edition.observe(viewer, Query("headcount", level=level, region=region, period="2024", by="licence")).set_index("category")["value"]
        assert frame["licensed"].sum() == split.reindex(["physician", "assistant", "rural_assistant", "licensed"]).fillna(0).sum()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_of_facilities_says_how_many_are_in_which_state(gate, lang):
    for region in ("140321", TOWN):
        chart = chart_of(sight(gate, f"?region={region}&period=2024&lang={lang}"), PAGE.cards[0])
        states = Counter(row[-1].text for row in chart.rows)
        figures = Counter({state: int(n) for state, n in re.findall({"zh": r"(?:：|、)(\D+) (\d+) 家", "en": r"(?::|,) ([a-z ]+?) (\d+)"}[lang], chart.finding)})
        assert figures == states and chart.finding.startswith(f"{len(chart.rows)} "), chart.finding
    assert len(states) > 1


def test_facilities_that_want_somebody_stand_first(gate):
    """As many as a wall shows are those to see to."""
    rows = chart_of(sight(gate, "?region=140300&period=2024&lang=en"), PAGE.cards[0]).rows
    states = [row[-1].text for row in rows]
    worst = ["nobody in post", "no doctor", "doctors by second post only", "a licence has run out", "staff not reported", "staffed"]
    assert [*dict.fromkeys(states)] == [state for state in worst if state in states] and len(set(states)) > 2
    frame = gate.edition().ask(lambda con: clinics_of(con, "140300", "2024"))
    empty = [row[0].facility for row in rows if row[-1].text == "nobody in post"]
    assert empty == [code for code in frame.loc[frame["standing"] == "empty", "place_code"] if code in empty], "among themselves by their codes"


def held(gate, day="2024-12-31"):
    """The posts held on a day by the spells alone, and whether each is the one its person is counted at."""
    spells = gate.edition().rows("select person_key, facility_code, staff_group, cast(start_on as varchar) as a, cast(end_on as varchar) as z from post_spell")
    mains = gate.edition().rows("select person_key, facility_code as main, cast(start_on as varchar) as a, cast(end_on as varchar) as z from main_post")
    spells, mains = (frame[(frame["a"] <= day) & (frame["z"] >= day)] for frame in (spells, mains))
    found = spells.merge(mains[["person_key", "main"]], on="person_key")
    return found.assign(is_main=found["facility_code"] == found["main"])


def test_a_clinic_with_second_posts_alone_is_not_called_deserted(gate):
    """Of three clinics of the demo the only doctor has the main post elsewhere and is counted there."""
    there, known = held(gate), gate.edition().rows("select distinct place_code, facility_type from facility_stock where period = '2024'")
    none_main = there.groupby("facility_code")["is_main"].any().eq(False)
    wanted = {code for code in none_main[none_main].index if code[:4] == "1403" and code in set(known["place_code"])}
    assert len(wanted) == 3
    for lang, said in (("zh", "医生均为兼职"), ("en", "doctors by second post only")):
        chart = chart_of(sight(gate, f"?region=140300&period=2024&lang={lang}"), PAGE.cards[0])
        rows = {row[0].facility: row for row in chart.rows}
        assert {code for code, row in rows.items() if row[-1].text == said} == wanted
        assert {rows[code][-1].tone for code in wanted} == {"watch"} and all(rows[code][3].value == 0 for code in wanted), "counted at the main post"
        assert f"{said} {len(wanted)}" in chart.finding
        for code in wanted:
            looked = sight(gate, f"?region={code[:9]}&facility={code}&period=2024&lang={lang}")
            people = set(there.loc[there["facility_code"] == code, "person_key"])
            told = clinic_sentence(looked, seen_place(looked))
            assert f"{said}（{len(people)} 人" in told or f"{said} ({len(people)}, counted" in told
            assert len(chart_of(looked, PAGE.cards[0]).rows) == len(people)
    villages = gate.edition().rows("select v.has_doctor, f.facility_code from village_state as v inner join (select distinct facility_code, village_code "
                                   "from stg_facility) as f on v.village_code = f.village_code where v.from_on <= date '2024-12-31' and v.to_on > date '2024-12-31'")
    assert villages.loc[villages["facility_code"].isin(wanted), "has_doctor"].tolist() == [True] * len(wanted), "no village is blank for it either"


def test_a_clinic_whose_doctors_have_their_main_post_elsewhere_is_not_without_one():
    """By hand: a doctor, a seconded one, a nurse, one whose post ended the day before, beside a nurse at her main post, and nobody."""
    con = duckdb.connect()
    con.execute("create table period as select '2024' as label, date '2024-12-31' as end_on")
    con.execute("create table site_base as select 'rural_doctors' as base, 'village_doctor' as staff_group")
    con.execute("create table code as select * from (values ('licence', 'assistant', 'licensed'), ('staff_group', 'village_doctor', 'doctor'), "
                "('staff_group', 'seconded', 'doctor'), ('staff_group', 'county_hospital_doctor', 'doctor'), ('staff_group', 'nurse', '')) as t(codelist, code, role)")
    con.execute("create table licence_state (place_code text, person_key text, from_on date, to_on date, validity text)")
    con.execute("create table facility_stock as select p as place_code, 'village_clinic' as facility_type, true as matched, '2024' as period "
                "from unnest(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I']) as t(p)")
    con.execute("create table place_span as select place_code, 'R' as region_code, 1 as depth, date '2000-01-01' as from_on, "
                "date '9999-01-01' as to_on from facility_stock")
    con.execute("create table workforce_state as select *, post = 'main' as counts_total, post = 'main' as counts_licence, "
                "cast(post = 'main' as int) as headcount, 'unknown' as licence, date '2020-01-01' as from_on, cast(until as date) as to_on from (values "
                "('A', 'p', 'village_doctor', 'other', '2025-01-01'), ('B', 'p', 'village_doctor', 'other', '2024-12-31'), "
                "('C', 'q', 'nurse', 'other', '2025-01-01'), ('D', 'p', 'village_doctor', 'main', '2025-01-01'), "
                "('E', 'p', 'seconded', 'other', '2025-01-01'), ('F', 'r', 'nurse', 'main', '2025-01-01'), "
                "('F', 'p', 'village_doctor', 'other', '2025-01-01'), ('H', 's', 'seconded', 'main', '2025-01-01'), "
                "('I', 't', 'county_hospital_doctor', 'main', '2025-01-01'), ('I', 'p', 'county_hospital_doctor', 'other', '2025-01-01')) as t(place_code, person_key, staff_group, post, until)")
    found = clinics_of(con, "R", "2024").set_index("place_code")
    assert found["standing"].to_dict() == {"A": "second_doctor", "B": "empty", "C": "no_doctor", "D": "staffed", "E": "second_doctor",
                                           "F": "second_doctor", "G": "empty", "H": "staffed", "I": "staffed"}
    assert found["second_doctors"].to_dict() == {"A": 1, "B": 0, "C": 0, "D": 0, "E": 1, "F": 1, "G": 0, "H": 0, "I": 1}
    assert found["headcount"].sum() == 4 and found["doctors"].sum() == 1, "each is counted at the main post alone"


def test_where_no_licence_is_known_the_licensed_are_not_nought(england_workspace):
    """The returns of English practices tell of no licence."""
    england = Gate(england_workspace)
    frame = england.edition().ask(lambda con: clinics_of(con, "ENG", "2022-23"))
    known = england.edition().rows("select count(*) as n from workforce_state where licence <> 'unknown'")["n"].iloc[0]
    england.close()
    assert known == 0 and (frame["doctors"] > 0).sum() > 6000
    assert frame.loc[frame["doctors"] > 0, "licensed"].isna().all() and (frame.loc[frame["doctors"] == 0, "licensed"] == 0).all()


def test_a_clinic_without_anybody_is_said_to_be_empty(gate):
    frame = gate.edition().ask(lambda con: clinics_of(con, "140300", "2024"))
    assert set(frame["standing"]) <= {"staffed", "expired", "no_doctor", "second_doctor", "empty", "unknown"}
    for row in frame[frame["standing"].isin(["empty", "no_doctor"])].head(5).itertuples():
        there = posts(gate, row.place_code)
        assert (len(there) == 0) == (row.standing == "empty")
    assert (frame.loc[frame["standing"] == "staffed", "doctors"] > 0).all()


def test_the_people_of_a_clinic_are_those_of_its_spells(gate):
    frame = gate.edition().ask(lambda con: clinics_of(con, TOWN, "2024"))
    for facility in frame["place_code"].head(6):
        found = gate.edition().ask(lambda con, facility=facility: people_of(con, facility, "2024"))
        wanted = posts(gate, facility)
        assert set(found["person_key"]) == set(wanted) and found["person_key"].is_unique
        for row in found.itertuples():
            group, start = wanted[row.person_key]
            assert row.staff_group == group and row.since == start
            assert row.years == pytest.approx((pd.Timestamp("2024-12-31") - start).days / 365.25)


def test_a_licence_that_has_run_out_says_so(gate):
    licences = gate.edition().rows("select person_key, expires_on, last_on, role from licence_spell where issued_on <= date '2025-12-31'")
    lapsed = 0
    frame = gate.edition().ask(lambda con: clinics_of(con, "140321", "2025"))
    for facility in frame.loc[frame["expired"] > 0, "place_code"].head(4):
        for row in gate.edition().ask(lambda con, facility=facility: people_of(con, facility, "2025")).itertuples():
            mine = licences[licences["person_key"] == row.person_key]
            in_force = (mine["last_on"].astype(str) >= "2025-12-31").any()
            assert pd.isna(row.is_in_force) == mine.empty
            if not mine.empty:
                assert bool(row.is_in_force) == in_force
                lapsed += not in_force
    assert lapsed > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_clinic_opens_with_keys_cut_short_and_a_way_back(gate, lang):
    listed = chart_of(sight(gate, f"?region={TOWN}&period=2024&lang={lang}"), PAGE.cards[0])
    first = listed.rows[0][0]
    assert first.place == TOWN and first.facility and len(listed.rows) > 5
    seen = sight(gate, f"?region={TOWN}&period=2024&lang={lang}&facility={first.facility}")
    chart = chart_of(seen, PAGE.cards[0])
    assert [head.title for head in chart.columns] == [title.of(lang) for title in PERSON_HEADS.values()]
    assert first.text in chart.title and chart.rows
    assert all(re.fullmatch(rf"[0-9a-f]{{{KEY_SHOWN}}}", row[0].text) for row in chart.rows)
    days = [row[5].text for row in chart.rows]
    assert all(re.match(r"\d{4}-\d\d-\d\d", d) or d in (NOT_REGISTERED.of(lang), {"zh": "长期", "en": "no last day"}[lang]) for d in days)
    shown = page_at(gate, seen.viewer, PAGE.path, f"?region={TOWN}&period=2024&lang={lang}&facility={first.facility}", None)
    told = json.dumps(shown[2], default=lambda c: c.to_plotly_json(), ensure_ascii=False)
    assert first.text in told and f"region={TOWN}" in told, "the breadcrumb leads back to the township"
    assert shown[3] == [] and len(shown[4]) == 1, "figures of the township do not stand beside one clinic"
    assert f"facility={first.facility}" in shown[5]["bar"]["~language"] and "facility" not in shown[5]["links"]["supply"]


def test_nothing_that_leaves_the_page_of_a_clinic_names_a_person(gate, client):
    facility = gate.edition().ask(lambda con: clinics_of(con, TOWN, "2024"))["place_code"].iloc[0]
    full = set(gate.edition().ask(lambda con: people_of(con, facility, "2024"))["person_key"])
    query = f"region={TOWN}&period=2024&facility={facility}"
    for form in ("json", "csv"):
        text = client.get(f"/card/clinics/clinics.{form}?{query}").get_data(as_text=True)
        assert not any(key in text for key in full) and not re.search(r"\d{17}[\dX]|1[3-9]\d{9}", text)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/card/clinics/clinics.xlsx?{query}").get_data()))
    assert len(list(book.worksheets[0].iter_rows())) == len(full) + 1


@pytest.mark.parametrize(
    ("path", "search"),
    [
        ("/clinics", "?region=140321&facility=140321103-V11"), ("/clinics", f"?region={TOWN}&facility=nowhere"), ("/", f"?region={TOWN}&facility=140321103-V11"),
        ("/clinics", "?facility=140321103-V11"), ("/clinics", f"?region={TOWN}&facility=140321101-V01"), ("/clinics", f"?region={TOWN}&facility={TOWN}"),
    ],
)
def test_a_clinic_is_only_open_where_it_stands(gate, path, search):
    assert read_state(path, search, choices(gate.edition(), Viewer.local(gate.site))) is None


def test_who_sees_released_figures_only_sees_no_clinic_and_no_person(gate):
    guest = Viewer("guest", "planner", (("140300", "restricted"),))
    assert chart_of(sight(gate, f"?region={TOWN}", guest), PAGE.cards[0]).rows == ()
    assert read_state(PAGE.path, f"?region={TOWN}&facility=140321103-V11", choices(gate.edition(), guest)) is None
    clerk = Viewer("clerk", "planner", ((TOWN, "internal"),))
    assert chart_of(sight(gate, f"?region={TOWN}", clerk), PAGE.cards[0]).rows
    assert read_state(PAGE.path, "?region=140321101", choices(gate.edition(), clerk)) is None


def grid_of(gate, search):
    """The table of the card as the browser gets it, and what the page shows."""
    viewer = Viewer.local(gate.site)
    shown = page_at(gate, viewer, PAGE.path, search, None)[5]
    inside = content(gate, viewer, shown, *mounted(PAGE))[1][0]
    return inside[0].to_plotly_json()["props"], shown


def test_a_long_list_comes_page_by_page_filtered_and_ordered_by_the_server(gate):
    props, shown = grid_of(gate, "?region=140300&period=2024")
    assert props["rowModelType"] == "infinite" and "rowData" not in props
    asked = {
        "startRow": 0, "endRow": 100, "sortModel": [{"colId": "headcount", "sort": "desc"}],
        "filterModel": {"headcount": {"filterType": "number", "type": "greaterThan", "filter": 2}},
    }
    viewer = Viewer.local(gate.site)
    answer = page_of_rows(gate, viewer, asked, props["id"], shown)
    frame = gate.edition().ask(lambda con: clinics_of(con, "140300", "2024"))
    wanted = frame.loc[frame["headcount"] > 2, "headcount"].sort_values(ascending=False).tolist()
    assert answer["rowCount"] == len(wanted) > 100 and [r["headcount"] for r in answer["rowData"]] == wanted[:100]
    assert answer["rowData"][0]["~facility"] and answer["rowData"][0]["~headcount"] == f"{wanted[0]:,}"
    rest = page_of_rows(gate, viewer, asked | {"startRow": 100, "endRow": 200}, props["id"], shown)
    assert [r["headcount"] for r in rest["rowData"]] == wanted[100:200]


def test_another_view_of_a_long_list_is_another_table_and_a_short_one_is_sent_whole(gate):
    long, _ = grid_of(gate, "?region=140300&period=2024")
    other, _ = grid_of(gate, "?region=140300&period=2023")
    short, _ = grid_of(gate, f"?region={TOWN}&period=2024")
    assert long["id"] != other["id"] and len(short["rowData"]) > 5 and short["id"]["of"] == ""


@pytest.mark.parametrize(
    "asked",
    [None, {}, {"startRow": 0, "endRow": 10_000}, {"startRow": -1, "endRow": 5}, {"startRow": "0", "endRow": 5}, {"startRow": 5, "endRow": 5},
     {"startRow": 0, "endRow": 5, "filterModel": {"x": {}}}, {"startRow": 0, "endRow": 5, "sortModel": [3]}],
)
def test_a_forged_question_for_rows_gets_none(gate, asked):
    props, shown = grid_of(gate, "?region=140300&period=2024")
    answer = page_of_rows(gate, Viewer.local(gate.site), asked, props["id"], shown)
    assert not isinstance(answer, dict)
    assert not isinstance(page_of_rows(gate, Viewer.local(gate.site), {"startRow": 0, "endRow": 5}, {"card": "desk", "page": "data"}, shown), dict)


def test_a_download_has_the_rows_that_were_filtered_in_their_order(client):
    filters = json.dumps({"facility_type": {"filterType": "text", "type": "equals", "filter": "乡镇卫生院"}})
    query = {"region": "140300", "period": "2024", "filter": filters, "sort": json.dumps([{"colId": "headcount", "sort": "desc"}])}
    book = openpyxl.load_workbook(io.BytesIO(client.get("/card/clinics/clinics.xlsx", query_string=query).get_data()))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert {r[2] for r in rows} == {"乡镇卫生院"} and 5 < len(rows) < 100
    heads = [r[3] for r in rows]
    assert heads == sorted(heads, reverse=True)
    assert any("已按表内筛选" in str(c.value) for row in book.worksheets[-1].iter_rows() for c in row)
    told = client.get("/card/clinics/clinics.json", query_string=query).get_json()
    assert [row[3] for row in told["rows"]] == [f"{head:,}" for head in heads], "the table of the dialog as well"
    whole = client.get("/card/clinics/clinics.csv", query_string={"region": "140300", "period": "2024"}).get_data(as_text=True)
    assert len(whole.strip().splitlines()) > 700
    assert client.get("/card/clinics/clinics.xlsx", query_string={"region": "140300", "filter": "{"}).status_code == 400


def test_a_row_of_places_leads_to_its_place(gate):
    supply = next(p for p in all_pages() if p.name == "supply")
    viewer = Viewer.local(gate.site)
    state = read_state(supply.path, "?region=140321&period=2024", choices(gate.edition(), viewer))
    assert state is not None
    chart = chart_of(Sight(edition=gate.edition(), viewer=viewer, state=state), next(c for c in supply.cards if c.kind == "table"))
    led = [row[0].place for row in chart.rows]
    assert set(led) <= {p.code for p in gate.edition().places(viewer).children("140321")} and len(led) > 5


@pytest.mark.parametrize(("region", "down"), [("140300", 6), ("140321", 9), (TOWN, 9)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_drawing_leads_one_level_down_and_says_where(gate, region, down, lang):
    """The codes of the register are nested: a county is six digits of the nine of its townships."""
    viewer = Viewer.local(gate.site)
    seen = sight_at(gate.edition(), viewer, "overview", f"region={region}&period=2024&lang={lang}")
    assert seen is not None
    names = {p.code: p.name.of(lang) for p in gate.edition().places(viewer)}
    for card in (c for c in seen.state.page.cards if c.kind in ("map", "ranking")):
        chart = chart_of(seen, card)
        told = [row for trace in figure(chart)["data"] for row in trace.get("customdata", ())]
        townships = {name: code for code, name in names.items() if len(code) == 9}
        own = [townships[unescape(re.match("<b>(.*?)</b>", said)[1])] for said, _ in told]
        assert len(told) > 5 and [to for _, to in told] == [code[:down] for code in own]
        says = [INTO.of(lang).format(place=names[code[:down]]) for code in own]
        assert all((words in said) == (down == 6) for (said, _), words in zip(told, says, strict=True))
        listed = re.findall('"data-place": ?"([^"]*)"', json.dumps(places(chart, region), cls=PlotlyJSONEncoder))
        named = {cell.place for row in chart.rows for cell in row if cell.place}
        assert set(map(len, named)) == {9}, "a row leads to the place it names"
        assert sorted(listed) == sorted({code[:down] for code in named} - {region}) != []


@pytest.mark.parametrize(("areas", "region", "lengths"), [
    ((("140300", "restricted"), ("140322", "internal")), "140300", {6}),
    ((("140321", "internal"), ("542523", "restricted")), "140321", {9}),
    (((TOWN, "internal"), ("140322", "internal")), "140322", {9}),
])  # fmt: skip
def test_a_click_leads_nowhere_its_reader_may_not_look(gate, areas, region, lengths):
    """One who answers for a county inside a prefecture, one for two counties of two prefectures, one for a township and a county."""
    viewer = Viewer("neighbour", "planner", areas)
    seen, mine = sight_at(gate.edition(), viewer, "overview", f"region={region}&period=2024&lang=zh"), gate.edition().places(viewer)
    assert seen is not None and seen.state.region == region
    charts = [chart_of(seen, card) for card in seen.state.page.cards if card.kind in ("map", "ranking")]
    for chart in charts:
        led = [to for trace in figure(chart)["data"] for _, to in trace.get("customdata", ())]
        assert led and all(to in mine and to.startswith(region[:4]) for to in led)
        assert {len(to) for to in led} == lengths


@pytest.mark.parametrize(("region", "chosen"), [(TOWN, TOWN), ("140321", "")])
def test_a_place_that_is_seen_among_its_neighbours_is_marked_among_them(gate, region, chosen):
    supply = next(p for p in all_pages() if p.name == "supply")
    viewer = Viewer.local(gate.site)
    state = read_state(supply.path, f"?region={region}&period=2024", choices(gate.edition(), viewer))
    assert state is not None
    charts = {c.name: chart_of(Sight(edition=gate.edition(), viewer=viewer, state=state), c) for c in supply.cards if c.scope != "region"}
    assert len(charts) > 3 and {c.chosen for c in charts.values() if not c.empty} == {chosen}
    marked = [row["~place"] for row in row_data(charts["supply_table"]) if "~chosen" in row]
    assert marked == ([chosen] if chosen else [])
