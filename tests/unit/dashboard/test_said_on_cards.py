"""What a card says in its own words: where a curve is cut and who is at risk, ranks before, wider places, quoted text, sums of money, colours."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.cards.agreements import TALK_NOTE
from dashboard.cards.clinics import KEY_SHOWN, PEOPLE_NOTE, PERSON_HEADS
from dashboard.cards.granted import fine_money
from dashboard.cards.people import TO_PEOPLE, ended_by, facility_cell
from dashboard.charts.chart import Chart
from dashboard.charts.context import PolicyEvent
from dashboard.charts.numbers import scale_for
from dashboard.charts.trend import events_note, events_of
from dashboard.charts.words import AS_RECORDED, is_chinese
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.layout.card import AROUND
from dashboard.page import all_pages
from dashboard.render.plotly import figure
from dashboard.render.plotly_parts import folded
from dashboard.render.sentence import finding
from dashboard.render.table import column_defs
from dashboard.sight import Sight, choices, sight_at
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.core.text import Text
from pipelines.engine.observe import Query, observe, resolve
from pipelines.engine.survival import survival_rows
from tests.unit.charts.samples import context

MONTH = 30.4375


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def seen(gate: Gate, page: str, search: str) -> Sight:
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    path = next(p.path for p in all_pages() if p.name == page)
    state = read_state(path, search, choices(edition, viewer))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


def made(gate: Gate, page: str, card: str, search: str) -> Chart:
    sight = seen(gate, page, search)
    return chart_of(sight, next(c for c in sight.state.page.cards if card in (c.name, c.kind)))


def test_a_curve_says_where_it_is_cut_and_who_is_at_risk_at_its_start_and_its_end(gate):
    chart = made(gate, "retention", "survival_remoteness", "?region=140300&by=sex&lang=zh")
    assert "曲线画到入职后 120 个月为止" in chart.footer.note and "延迟进入" in chart.footer.note
    times = [at for at, _ in chart.at_risk]
    assert times[0] == "0" and times[-1] == "120" and all(text for _, cells in chart.at_risk for _, text in cells)
    assert {cell.text for row in chart.rows for cell in row if cell.text.endswith("个月")} and all(
        re.fullmatch(r"[\d,]+(\.\d)? 个月", cell.text) for row in chart.rows for cell in row if cell.text.endswith("个月")
    )


@pytest.mark.parametrize(("page", "card", "called"), [("retention", "survival_remoteness", "At risk"), ("telemedicine", "reply_time", "Waiting")])
def test_numbers_under_a_curve_are_called_what_they_count(gate, page, card, called):
    chart = made(gate, page, card, "?region=140300&lang=en")
    under = [note["text"] for note in figure(chart)["layout"]["annotations"] if called in note["text"]]
    assert chart.at_risk and len(under) == 1 and all(name in under[0] for name, _ in chart.at_risk[0][1])


def test_the_number_at_risk_at_the_start_is_of_those_followed_from_it(gate):
    """Counted from the spells one by one: entry at day 0 at the start; at a later tick whoever has come and not gone."""
    query = Query("survival", level="prefecture", region="140300", by="sex")
    frame = observe(gate.edition()._cursor(), gate.site, query)
    statement = survival_rows(resolve(gate.edition()._cursor(), gate.site, query))
    spells = gate.edition()._cursor().execute(statement.sql, dict(statement.params)).df()
    chart = made(gate, "retention", "survival_remoteness", "?region=140300&by=sex&lang=zh")
    for series in chart.series:
        mine = spells[spells["category"] == series.code]
        told = {at: int(dict(cells)[series.name].replace(",", "")) for at, cells in chart.at_risk}
        assert told["0"] == (mine["entry"] <= 0).sum()
        known = frame[(frame["category"] == series.code) & (frame["at"] >= 120)].sort_values("at")
        next_known = float(known["at"].iloc[0]) * MONTH
        assert told["120"] == ((mine["entry"] < next_known - 0.5) & (mine["exit"] >= next_known - 0.5)).sum()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_ranking_draws_the_rank_and_the_rank_before(gate, lang):
    chart = made(gate, "overview", "density_ranking", f"?region=140300&period=2025&lang={lang}")
    assert "2024" in chart.beside[0] and len(chart.beside) == 1 + len(chart.series[0].points)
    names = [head.name for head in chart.columns]
    rank, before = names.index("rank"), names.index("rank_before")
    for words, row in zip(chart.beside[1:], chart.rows, strict=False):
        assert re.findall(r"\d+", words) == [row[rank].text, row[before].text]
    drawn = figure(chart)
    head = {note["text"].replace("<br>", "" if lang == "zh" else " ") for note in drawn["layout"]["annotations"]}
    (beside,) = [[said.strip() for said in trace["text"]] for trace in drawn["data"] if trace.get("mode") == "text"]
    assert chart.beside[0] in head and beside == list(chart.beside[1:])


@pytest.mark.parametrize(("lang", "county"), [("zh", "平定县"), ("en", "Pingding County")])
def test_a_township_is_told_that_its_map_is_the_countys(gate, lang, county):
    place = next(p for p in gate.edition().places(Viewer.local(gate.site)).under("140321") if p.level == "township")
    for card in ("density_map", "density_ranking"):
        assert county in made(gate, "overview", card, f"?region={place.code}&lang={lang}").title
        assert county not in made(gate, "overview", card, f"?region=140321&lang={lang}").title


def test_english_cards_say_that_chinese_is_quoted(gate):
    chart = made(gate, "subsidies", "rate_table", "?region=140300&lang=en")
    assert any(is_chinese(cell.text) for row in chart.rows for cell in row) and AS_RECORDED.en in chart.footer.note
    assert AS_RECORDED.zh not in made(gate, "subsidies", "rate_table", "?region=140300&lang=zh").footer.note


def test_small_sums_beside_large_ones_are_told_in_plain_yuan_in_english(gate):
    frame = pd.DataFrame({"due": [4_180_971.0, 16_000.0], "owed": [0.0, 11_596.0]})
    sums = [4_180_971.0, 16_000.0, 11_596.0]
    plain = fine_money(frame, scale_for(sums, "currency", "CNY", "en"), "CNY")
    assert [plain.bare(plain.shown(v)) for v in sums] == ["4,180,971", "16,000", "11,596"] and plain.axis_unit == "yuan"
    large = fine_money(frame * 1000, scale_for([v * 1000 for v in sums], "currency", "CNY", "en"), "CNY")
    assert large.divisor == 1e6 and large.bare(large.shown(11_596_000)) == "11.60"
    chinese = fine_money(frame * 100, scale_for([418_097_100.0], "currency", "CNY", "zh"), "CNY")
    assert chinese.axis_unit == "万元" and chinese.bare(chinese.shown(1_159_600)) == "115.96"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whom_to_talk_to_says_where_the_person_is_found_and_keys_are_of_one_length(gate, lang):
    chart = made(gate, "subsidies", "ending_soon", f"?region=140300&lang={lang}&period=2024")
    assert chart.footer.note.startswith(TALK_NOTE.of(lang)) and chart.footer.act == TO_PEOPLE.of(lang)
    none = made(gate, "subsidies", "ending_soon", f"?region=140300&lang={lang}&period=2016")
    assert none.rows == () and TALK_NOTE.of(lang) not in none.footer.note and not none.footer.act, "nobody to talk to"
    assert {len(row[2].text) for row in chart.rows} == {KEY_SHOWN}
    assert chart.columns[2].title == PERSON_HEADS["person"].of(lang) == {"zh": "人员标识", "en": "Person key"}[lang], "one word on both pages"
    assert "人员标识" in TALK_NOTE.zh and "人员标识" in PEOPLE_NOTE.zh and "key" in PEOPLE_NOTE.en


def test_who_may_not_see_a_facility_gets_no_way_to_it(gate):
    search = "?region=140322&lang=en&period=2025"
    sight = seen(gate, "subsidies", search)
    card = next(c for c in sight.state.page.cards if c.kind == "ending_soon")
    assert all(row[1].href.startswith("/clinics?") for row in chart_of(sight, card).rows)
    stranger = replace(sight, viewer=Viewer("x", "planner", (("140322", "restricted"),)))
    assert chart_of(sight, card).rows and chart_of(stranger, card).rows == ()
    code, period = next(iter(gate.edition().facilities(sight.viewer))), ended_by(sight, pd.Timestamp("2025-12-31"))
    assert facility_cell(sight, code, period, is_there=True).href and not facility_cell(sight, code, period, is_there=False).href
    assert not facility_cell(stranger, code, period, is_there=True).href


@pytest.mark.parametrize(("last", "period"), [("2025-12-31", "2025"), ("2025-09-30", "2025-Q3"), ("2025-10-31", "2025-10"), ("2024-12-31", "2024")])
def test_people_are_looked_up_in_a_period_that_has_ended(gate, last, period):
    """A list of people is of the last day of a period: none is of a day beyond the data."""
    assert ended_by(seen(gate, "subsidies", "?region=140322&period=2025"), pd.Timestamp(last)) == period


# Yangquan 2024, 2025, and the side of the change by hand. Counts by 1.96 times the root of their sum: 104.8 of 2,857 people, 9.6 of 24 villages,
# 46.3 of 559 licences, 99.2 of 2,564 full-time equivalents (at 1,294 and 1,270 per as many residents); money and hours by a twentieth.
BY_HAND = {
    "headcount": (1442, 1415, "neither"), "blank_villages": (10, 14, "neither"), "licences_expiring": (52, 507, "worse"),
    "residents_per_doctor": (1007.6, 1023.5, "neither"), "pay_arrears": (141803, 152942, "worse"), "training_hours_per_person": (19.66, 20.28, "neither"),
}  # fmt: skip


def test_a_small_change_of_a_full_count_has_a_direction_and_no_colour(gate):
    found = {}
    for name in ("overview", "clinics", "pay", "training", "services"):
        for top in headlines(seen(gate, name, "?region=140300&period=2025&lang=en")):
            if top.name in BY_HAND:
                query = Query(top.name, level="prefecture", region="140300")
                years = observe(gate.edition()._cursor(), gate.site, query).set_index("period")["value"].astype(float)
                found[top.name] = (pytest.approx(years["2024"], rel=1e-3), pytest.approx(years["2025"], rel=1e-3), top.direction)
                assert top.arrow == ("▲" if years["2025"] > years["2024"] else "▼"), "the direction is told of every change"
    assert found == BY_HAND


def test_more_policies_than_circles_are_all_numbered():
    years = [str(y) for y in range(2001, 2026)]
    events = tuple(PolicyEvent(y, Text(f"政策{y}", f"Policy {y}"), date(int(y), 3, 1), Text(f"政策{y}", f"Policy {y}")) for y in years)
    about = replace(context("zh"), events=events)
    lines, note = events_of(about, years), events_note(about, years)
    assert [line.label for line in lines][8:11] == ["⑨", "⑩", "⑪"] and lines[-1].label == "(25)"
    assert all(line.label in note and f"政策{year}" in note for line, year in zip(lines, years, strict=True))


@pytest.mark.parametrize(("label", "lines"), [
    ("1 年以内", "1 年<br>以内"), ("第 2 年", "第 2 年"), ("第 7–10 年", "第 7–<br>10 年"), ("第 11–20 年", "第 11–<br>20 年"), ("20 年以上", "20 年<br>以上"),
])
def test_a_figure_stays_with_its_measure_where_a_band_is_folded(label, lines):
    assert folded(label, 46) == lines and folded(label, 90) == label


def test_long_chinese_labels_stand_on_lines_of_their_own():
    assert folded("乡村全科执业助理医师", 90) == "乡村全科执<br>业助理医师" and folded("执业医师", 90) == "执业医师"
    assert folded("没有培训（n = 622）", 60).count("<br>") >= 1 and "622" in folded("没有培训（n = 622）", 60)


@pytest.mark.parametrize(("page", "card"), [("retention", "in_and_out"), ("supply", "norm_balance")])
def test_a_waterfall_says_how_its_losses_add_up_to_the_leavers_of_the_other_cards(gate, page, card):
    """Every loss of a county's townships in a year: what the note counts is the numerator of the leaver rate, of its own statement."""
    several = 0
    for code in [p.code for p in gate.edition().places(Viewer.local(gate.site)).children("140321")] + ["140321", "140322"]:
        level = "county" if len(code) == 6 else "township"
        moves = gate.observe(Viewer.local(gate.site), Query("headcount_change", level=level, region=code, period="2025", by="movement"))
        lost = {str(m): int(-v) for m, v in zip(moves["category"], moves["value"].fillna(0), strict=True) if v < 0}
        left = gate.observe(Viewer.local(gate.site), Query("leaver_rate", level=level, region=code, period="2025"))["numerator"].iloc[0]
        note = made(gate, page, card, f"?region={code}&period=2025&lang=en").footer.note
        if {"left", "transferred_out"} <= lost.keys():
            several += 1
            assert f"the leaver rate counts {left:.0f}: left {lost['left']} + moved out {lost['transferred_out']}" in note
        else:
            assert "the leaver rate counts" not in note
        assert (f"not in the leaver rate: died {lost.get('died')}" in note) == ("died" in lost)
    assert several
    assert "离岗率所计的离岗 27 人＝离岗 26 人＋调出 1 人；死亡 1 人不计入离岗率" in made(gate, page, card, "?region=140321&period=2025&lang=zh").footer.note


def test_steps_of_a_waterfall_that_are_rounded_past_their_total_say_by_how_much(gate):
    """Rounded half up from the figures of pandas, not from the words of the bars."""
    missing = 0
    for region in ("140300", "542500", "140321", "542521"):
        level = "prefecture" if region.endswith("00") else "county"
        norm = gate.observe(Viewer.local(gate.site), Query("norm_gap", level=level, region=region)).set_index("period")
        moves = gate.observe(Viewer.local(gate.site), Query("headcount_change", level=level, region=region, period="2025", by="movement"))
        had, has = ((norm["numerator"] - norm["denominator"])[year] for year in ("2024", "2025"))
        parts = [had, norm["denominator"]["2024"] - norm["denominator"]["2025"], *moves["value"].dropna()]
        first, *steps, last = (int(abs(v) + 0.5) * (1 if v > 0 else -1) for v in (*parts, has))
        gap = abs(first + sum(steps) - last)
        zh, en = (made(gate, "supply", "norm_balance", f"?region={region}&period=2025&lang={lang}").footer.note for lang in ("zh", "en"))
        assert (f"相加与合计差 {gap}" in zh) == (f"so they miss the total by {gap}" in en) == ("四舍五入" in zh) == bool(gap)
        missing += gap
    assert missing
    note = made(gate, "pay", "growth_parts", "?region=140321&period=2025&lang=zh").footer.note
    assert "相加等于总增长；各项分别四舍五入，相加与合计差 0.1 个百分点" in note


def test_growth_taken_apart_tells_the_part_of_the_same_people_from_the_median_of_their_growth(gate):
    """Points of growth in all and the median of each person's own growth are two figures; where a reader meets one the other stands beside it."""
    told = {}
    for name in ("prices", "subsidy", "rest", "same_person"):
        frame = gate.observe(Viewer.local(gate.site), Query(f"pay_growth_{name}", level="prefecture", region="542500", period="2025"))
        told[name] = 100 * float(frame["value"].iloc[0])
    median = told.pop("same_person")
    assert f"{median:.1f}" != f"{sum(told.values()):.1f}"
    zh, en = (made(gate, "pay", "growth_parts", f"?region=542500&period=2025&lang={lang}") for lang in ("zh", "en"))
    assert f"同一批人的 {sum(told.values()):.1f} 个百分点" in zh.footer.note and f"“同一批人年收入增长”{median:.1f} % 是个人增长率的中位数" in zh.footer.note
    assert f"same persons\", {median:.1f}%, is the median" in en.footer.note and f"同一批人涨薪 {sum(told.values()):.1f} 个百分点" in zh.finding


@pytest.mark.parametrize("region", ["140300", "542500", "140321"])
def test_a_column_of_people_prints_one_number_of_decimals(gate, region):
    """One where the norm asks for a part of a doctor, none where all are whole: 7.2, 3.0 and 2.6, not 7.2, 3 and 2.6."""
    chart = made(gate, "supply", "gap_table", f"?region={region}&period=2025&lang=zh")
    for column in zip(*(row[1:5] for row in chart.rows), strict=True):
        known = [cell for cell in column if cell.value is not None]
        is_broken = any(round(cell.value % 1, 6) for cell in known)
        assert {len(cell.text.partition(".")[2]) for cell in known} == {int(is_broken)}
    assert all("." in row[2].text for row in chart.rows), "the norm asks for parts of doctors"
    first = chart.rows[0]
    assert chart.finding.endswith(f"缺 {first[3].text} 人（按标准应有 {first[2].text} 人）。") or not first[3].value


def test_times_of_a_curve_are_printed_with_one_number_of_decimals(gate):
    chart = made(gate, "retention", "survival_remoteness", "?region=140300&by=sex&lang=en")
    times = [row[[head.name for head in chart.columns].index("at")] for row in chart.rows]
    assert len({round(cell.value, 1) % 1 == 0 for cell in times}) == 2, "some would print without decimals, some with"
    assert all(re.fullmatch(r"\d+\.\d months?", cell.text) and abs(float(cell.text.split()[0]) - cell.value) <= 0.05 + 1e-9 for cell in times)


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有乡镇街道低于标准。"), ("en", "None of the townships is short of the norm.")])
def test_where_no_place_is_short_of_the_norm_it_is_said(gate, lang, said):
    known = made(gate, "supply", "gap_table", f"?region=542500&period=2025&lang={lang}")
    column = [head.name for head in known.columns].index("gap")
    assert len(known.rows) == 37 and all(row[column].text == "0" for row in known.rows) and known.finding == said and said[:-1] not in known.footer.note


def test_gaps_that_do_not_add_up_say_so_in_every_table_of_them(gate):
    """Of Yangquan's counties and of their townships the gaps come to different sums, and each table says why."""
    sums = {level: gate.observe(Viewer.local(gate.site), Query("norm_gap", level=level, parent="140300", period="2025"))["value"].sum()
            for level in ("county", "township")}
    shown = {card: made(gate, "supply", card, "?region=140300&period=2025&lang=zh") for card in ("supply_table", "gap_table")}
    at = [head.name for head in shown["supply_table"].columns].index("norm_gap")
    assert sum(row[at].value for row in shown["supply_table"].rows) == pytest.approx(sums["county"])
    assert f"合计缺 {sums['township']:.0f} 人" in shown["gap_table"].footer.note and sums["township"] - sums["county"] > 1
    assert all("上级的余缺相抵" in chart.footer.note for chart in shown.values())
    assert "do not add up" in made(gate, "supply", "supply_table", "?region=140300&period=2025&lang=en").footer.note


@pytest.mark.parametrize(("lang", "own"), [("zh", "无医生"), ("en", "no doctor")])
def test_a_clinic_without_a_doctor_is_nobodys_nearest_one_without_saying_so(gate, lang, own):
    """A village lacks a clinic, or its own has no doctor: then no distance is told, as none is known to a clinic that has one."""
    chart = made(gate, "supply", "village_list", f"?region=542500&period=2025&lang={lang}")
    lacks, near = ([row[i] for row in chart.rows] for i in (2, 5))
    without = [cell.tone == "bad" for cell in lacks]
    assert any(without) and not all(without)
    assert [own in cell.text and cell.value is None for cell in near] == without
    assert {"zh": "到有医生的卫生室多远没有填报", "en": "to one with a doctor is not reported"}[lang] in chart.footer.note
    assert {"zh": "名录", "en": "registered"}[lang] in chart.columns[-1].title
    card = next(c for c in seen(gate, "supply", "?region=542500").state.page.cards if c.name == "village_list")
    widths = [one.get("width") or one["minWidth"] for one in column_defs(chart)]
    assert sum(widths) <= card.span * 97 - AROUND, "no column is cut at the edge of a window 1,366 wide; of a narrower one the table is scrolled"


def test_cohorts_say_how_many_are_still_at_risk_and_not_that_so_many_joined(gate):
    """Counted from the spells: of those who joined in 2023 fewer are still followed at month 12 than came; of a few no share is told."""
    con, query = gate.edition()._cursor(), Query("retention_12m", level="prefecture", region="140300", period="2024", by="entry_cohort")
    statement = survival_rows(resolve(con, gate.site, query))
    spells = con.execute(statement.sql, dict(statement.params)).df().query("category == '2023'")
    joined, at_risk = spells["person_key"].nunique(), int((spells["exit"] >= 12 * MONTH).sum())
    assert 0 < at_risk < joined
    for lang, words in (("zh", f"（此前最少时在险 {at_risk} 人）。"), ("en", f"(never fewer than {at_risk} at risk before).")):
        said = made(gate, "retention", "cohort_triangle", f"?region=140300&period=2024&lang={lang}").finding
        assert said.endswith(words) and str(joined) not in said and "2023" in said
    county = [p.code for p in gate.edition().places(Viewer.local(gate.site)).children("140321")]
    few = [chart for code in county if (chart := made(gate, "retention", "cohort_triangle", f"?region={code}&period=2024&lang=zh")).rows]
    assert few and all("人数少" in str([row[1].text for row in chart.rows if row[1].value is not None][-1:]) for chart in few if not chart.finding)


@pytest.mark.parametrize(("page", "card"), [("retention", "in_and_out"), ("supply", "norm_balance")])
def test_a_waterfall_of_a_part_of_a_year_speaks_of_no_leaver_rate(gate, page, card):
    """Half a year and a quarter have no leaver rate: what adds up to it, or is apart from it, is told of the year alone."""
    for period in ("2025", "2025-H1", "2025-Q3"):
        query = Query("leaver_rate", level="county", region="140321", period=period)
        has_rate = gate.observe(Viewer.local(gate.site), query)["value"].notna().any()
        zh, en = (made(gate, page, card, f"?region=140321&period={period}&lang={lang}") for lang in ("zh", "en"))
        assert len(zh.series) > 1 and has_rate == (period == "2025")
        assert ("离岗率" in zh.footer.note) == ("leaver rate" in en.footer.note) == has_rate


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_n_of_posts_in_full_time_equivalents_is_printed_with_one_decimal(gate, lang):
    """Posts open on the last day, added up from the list of posts alone: in the table of the ranking, under its pointer and at its foot."""
    page = next(p for p in all_pages() if p.name == "supply")
    seen = sight_at(gate.edition(), Viewer.local(gate.site), page.name, f"region=140321&period=2024&lang={lang}")
    chart = chart_of(seen, next(card for card in page.cards if card.indicators == ("vacancy_rate",)))
    posts = gate.edition().rows("select facility_code, fte, opened_on, closed_on from stg_post")
    day = pd.Timestamp("2024-12-31")
    is_open = (pd.to_datetime(posts["opened_on"]) <= day) & ~(pd.to_datetime(posts["closed_on"]) <= day)
    here = posts[is_open & posts["facility_code"].str.startswith("140321")]
    by_town = here["fte"].fillna(1).groupby(here["facility_code"].str[:9]).sum()
    at = [head.name for head in chart.columns].index("n")
    printed = {next(cell.place for cell in row if cell.place): row[at].text for row in chart.rows}
    assert printed == {town: f"{total:,.1f}".removesuffix(".0") for town, total in by_town.items()} and any("." in text for text in printed.values())
    assert f"{by_town.sum():,.1f}".removesuffix(".0") in chart.footer.n
    assert all(f"n = {printed[code]}" in words for words, code in figure(chart)["data"][0]["customdata"])
    tops = {top.name: top.aside for top in headlines(seen)}
    assert f"{by_town.sum():,.1f}".removesuffix(".0") in tops["vacancy_rate"]


def test_a_test_of_more_curves_than_are_drawn_says_so_where_it_is_read_out(gate):
    """Nobody of 55 and over is followed for 96 months, so their curves are not drawn; they are in the test."""
    chart = made(gate, "retention", "survival_remoteness", "?region=140300&period=2025&by=age_band&lang=en")
    drawn, tested = len(chart.series), int(re.search(r"(\d+) df", chart.test)[1]) + 1
    assert drawn < tested and f"(the test counts {tested - drawn} categories that are not drawn)" in finding(chart)


@pytest.mark.parametrize(("region", "words"), [("140300", "within"), ("140322", "beyond")])
def test_a_test_of_curves_says_in_words_what_its_p_says(gate, region, words):
    said = made(gate, "retention", "survival_remoteness", f"?region={region}&lang=en").test
    p = float(re.search(r"p [=<] ([\d.]+)\)$", said)[1])
    assert said.startswith(f"the curves differ {words} chance (log-rank") and (p < 0.05 or "p <" in said) == (words == "beyond")
