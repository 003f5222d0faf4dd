"""The overview's own cards: signals recomputed in plain pandas, the change since the build before, the drafted paragraph, ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard import words
from dashboard.answer import answer
from dashboard.cards.attention import CALM, looked, strongest
from dashboard.cards.changes import FIRST
from dashboard.charts.words import ALL_YEARS
from dashboard.context import policy_events
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.layout.card import card_inside
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.analysis.funnel import funnel
from pipelines.core.text import LANGS
from pipelines.engine.observe import Query, all_indicators, observe
from tests.unit.intake.files import load, registered, returns, write


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def seen(gate, search="", path="/"):
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    state = read_state(path, search, choices(edition, viewer))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


def card(name, page="overview"):
    return next(c for p in all_pages() if p.name == page for c in p.cards if c.name == name)


def standard_errors(own):
    """How far each of the last two years of a share or a rate lies from the years before, by the score test and the years' own spread."""
    top, size = own["numerator"].astype(float).to_numpy(), own["denominator"].astype(float).to_numpy()
    before, together = top[:-2].sum() / size[:-2].sum(), top.sum() / size.sum()
    spread = together * (1 - together) if (top <= size).all() else together
    error = np.sqrt(spread * (1 / size + np.where(np.arange(len(top)) < len(top) - 2, 0, 1 / size[:-2].sum())))
    z = (top / size - before) / error
    ranges = np.abs(np.diff(z[:-2]))
    return z[-2:] / max(1.0, ranges[ranges <= 3.267 * ranges.mean()].mean() / 1.128)


def test_every_control_signal_lies_three_standard_errors_from_the_years_before_two_periods_running(gate):
    sight = seen(gate, "?region=140322&period=2025")
    found = [s for s in looked(sight, card("attention"), "2025").signals if s.is_own]
    assert found, "the demo holds places that lost clinics"
    for signal in found:
        own = observe(gate.edition()._cursor(), gate.site, Query(signal.indicator.name, level="township", region=signal.region_code))
        own = own[own["breakdown"].isna()].sort_values("period")
        assert (own["status"].to_list()[-2:] == ["ok", "ok"]), "few people are no signal"
        far = standard_errors(own[own["status"] == "ok"])
        worse = far if signal.indicator.polarity == "lower" else -far
        assert worse.min() > 3 and signal.gravity == pytest.approx(worse.min())
        assert ("高于" in signal.reason.zh) == (signal.indicator.polarity == "lower"), "only the worse side is a signal"


def own_words(row):
    """The cells of a signal without what the others did: they are those of the page."""
    return [cell.text.partition(", while the")[0] for cell in row]


def test_few_places_of_a_prefecture_are_called_up_and_they_are_those_of_its_counties(gate):
    """Of its 42 townships 30 stood on the list while limits came of a place's own few years. What its own chart
    says of one is said on every page; its peers of the county may be others."""
    rows = chart_of(seen(gate, "?region=140300&period=2025&lang=en"), card("attention")).rows
    assert [row[1].place for row in rows] == ["140311202", "140322205", "140322106"]
    assert all("Villages with a clinic below its own control limit" in row[2].text for row in rows)
    below = [chart_of(seen(gate, f"?region={county}&period=2025&lang=en"), card("attention")).rows for county in ("140311", "140321", "140322")]
    said = {row[1].place: own_words(row) for found in below for row in found if "its own control" in row[2].text}
    assert said == {row[1].place: own_words(row) for row in rows}


def test_one_signal_a_place_and_the_gravest_first(gate):
    sight = seen(gate, "?region=140322&period=2025&lang=en")
    found = strongest(looked(sight, card("attention"), "2025").signals)
    assert len({s.region_code for s in found}) == len(found) and [-s.gravity for s in found] == sorted(-s.gravity for s in found)
    chart = chart_of(sight, card("attention"))
    assert [row[1].place for row in chart.rows] == [s.region_code for s in found], "the table names all of them"
    assert chart.footer.note.startswith(f"{len(found)} places have a signal, the gravest first") and "the map \"Doctors per 1,000 people\" tells" in chart.footer.note
    assert all(" / " in row[3].text and "interval" not in row[3].text for row in chart.rows), "an interval that holds the limit only confuses"
    assert "unlike their peers" in chart.footer.definition and "changed against their own years" in chart.footer.definition
    assert "simulation" not in chart.footer.definition, "what was simulated is another card's size"
    assert str(card_inside(chart, card("attention"), seen(gate).state)).count("signal-head") == len(found) == 2


@pytest.mark.parametrize("period", ["2024-H1", "2025-Q3", "2024-05"])
def test_in_mid_year_attention_is_of_the_last_year_that_is_over_and_says_so(gate, period):
    """Nobody knows in June what happened by December."""
    year = str(int(period[:4]) - 1)
    there, whole = (seen(gate, f"?region=140321&period={p}&lang=en") for p in (period, year))
    told, then = chart_of(there, card("attention")), chart_of(whole, card("attention"))
    assert [[c.text for c in row] for row in told.rows] == [[c.text for c in row] for row in then.rows] != []
    assert all(f" in {year} " in row[3].text for row in told.rows) and told.footer == then.footer and told.subtitle == then.subtitle
    drafted = " ".join(cell.text for row in chart_of(there, card("draft")).rows for cell in row)
    assert drafted.count(f"Judged by the full year {year}, places") == 1
    assert "Judged" not in " ".join(cell.text for row in chart_of(whole, card("draft")).rows for cell in row)


@pytest.mark.parametrize(("lang", "said"), [("zh", "无法判断"), ("en", "no place can be judged")])
def test_where_nothing_could_be_judged_nobody_says_that_all_is_calm(gate, lang, said):
    """Four years of the seven townships of the suburb: no history of eight years, no funnel of ten places."""
    sight = seen(gate, f"?region=140311&period=2018&lang={lang}")
    assert looked(sight, card("attention"), "2018").judged == 0 and len(gate.edition().places(sight.viewer).children("140311")) < 10
    chart, drafted = chart_of(sight, card("attention")), chart_of(sight, card("draft")).rows[0][0].text
    assert said in chart.empty and drafted.endswith(chart.empty) and chart.lack == "not_collected", "one wording, and not the look of good news"
    assert "没有地区" not in chart.empty + drafted and "No place went" not in chart.empty + drafted
    calm = seen(gate, f"?region=140300&period=2019&lang={lang}")
    told, text = chart_of(calm, card("attention")), chart_of(calm, card("draft")).rows[0][0].text
    assert told.lack == "none" and looked(calm, card("attention"), "2019").judged > 100
    assert text.endswith(CALM.of(lang)) and told.empty.startswith(CALM.of(lang)), "card and draft call calm by one name"
    first = chart_of(calm, card("changes"))
    assert "empty calm" in str(card_inside(told, card("attention"), calm.state))
    assert first.empty and "calm" not in str(card_inside(first, card("changes"), calm.state)), "no build before it is no good news"


def test_a_signal_of_a_trend_that_all_share_says_what_the_others_did(gate):
    """By hand: villages with a clinic over the other townships that have figures every year, the years before against the last."""
    sight = seen(gate, "?region=140300&period=2025")
    held = observe(gate.edition()._cursor(), gate.site, Query("village_coverage", level="township", parent="140300"))
    held = held[held["breakdown"].isna() & (held["status"] == "ok")]
    held = held[held.groupby("region_code")["period"].transform("nunique") == 11]
    rows = {row[1].place: row[2].text for row in chart_of(sight, card("attention")).rows}
    for signal in looked(sight, card("attention"), "2025").signals:
        rest = held[held["region_code"] != signal.region_code].groupby(held["period"] < "2024")[["numerator", "denominator"]].sum().astype(float)
        before = rest.loc[True, "numerator"] / rest.loc[True, "denominator"]
        last = held[(held["region_code"] != signal.region_code) & (held["period"] == "2025")]
        now, count = last["numerator"].sum() / last["denominator"].sum(), len(last)
        assert f"其余 {count} 个历年有数的乡镇街道合计也下降（{100 * before:.1f} % → {100 * now:.1f} %）" in rows[signal.region_code].replace("\u00a0", " ")


@pytest.mark.parametrize("year", ["2023", "2024", "2025"])
def test_a_funnel_signal_lies_beyond_the_outer_limits_in_both_periods_and_names_its_peers(gate, year):
    """Figures against limits, not the engine's words."""
    sight = seen(gate, f"?region=140321&period={year}")
    (signal,) = [s for s in looked(sight, card("attention"), year).signals if not s.is_own]
    held = observe(gate.edition()._cursor(), gate.site, Query(signal.indicator.name, level="township", parent="140321"))
    assert all(_beyond(held, signal, label, "998") for label in (str(int(year) - 1), year)), signal
    count = int(((held["period"] == year) & held["value"].notna() & (held["status"] == "ok")).sum())
    assert f"平定县 {count} 个乡镇街道中同等规模的范围（99.8 % 漏斗图界限）" in signal.reason.zh
    assert f"the range of a place of its size among the {count} townships of Pingding County (99.8% funnel limits)" in signal.reason.en


def _beyond(held, signal, year, width):
    own = held[(held["period"] == year) & held["value"].notna() & (held["status"] == "ok")].reset_index(drop=True)
    family = "binomial" if signal.indicator.interval == "wilson" else "poisson"
    limits = funnel(own["numerator"].astype(float), own["denominator"].astype(float), family)
    at = own.index[own["region_code"] == signal.region_code][0]
    value = own["numerator"][at] / own["denominator"][at]
    return bool(value > getattr(limits, f"upper_{width}")[at] if "高于" in signal.reason.zh else value < getattr(limits, f"lower_{width}")[at])


def test_the_first_build_has_none_before_it_and_a_later_one_says_what_moved(gate, tmp_path):
    workspace = registered(tmp_path)
    load(workspace, write(tmp_path, "first.csv", returns(A_V01=2, B_V01=3)))
    small = Gate(workspace.path)
    before = small.edition().build
    load(workspace, write(tmp_path, "second.csv", returns(A_V01=5, B_V01=3)))
    sight = seen(small, "?region=140321&period=2022&lang=en")
    chart = chart_of(sight, card("changes"))
    moved = {row[0].text: (row[1].text, row[2].text) for row in chart.rows}
    assert moved["Headcount"] == ("5 people", "8 people") and before in chart.footer.note and "in between: 1;" in chart.footer.note
    small.close()
    (tmp_path / "alone").mkdir()
    alone = registered(tmp_path / "alone")
    only = Gate(alone.path)
    assert chart_of(seen(only, "?lang=en"), card("changes")).empty == FIRST.en
    only.close()


def test_the_paragraph_says_the_headlines_and_nothing_else(gate):
    sight = seen(gate, "?region=140300&period=2025")
    text = chart_of(sight, card("draft")).rows[0][0].text
    for headline in headlines(sight):
        assert (headline.fact or headline.title) in text
    assert text.startswith("截至 2025-12-31，阳泉市")
    assert "新入职 12 个月留任率 100.0 %（n = 32，95 % 区间 89.1–100.0 %）" in answer(sight, headlines(sight)).replace("\u00a0", " "), "0.025 ** (1 / 32)"
    assert "（同比降 1.9 %）" in text and "（同比降 1.9 %）" in answer(sight, headlines(sight))


@pytest.mark.parametrize("lang", LANGS)
def test_the_sentence_tells_no_rate_of_too_few_people_and_says_so(gate, lang):
    sight, page = seen(gate, f"?region=140302003&period=2025&lang={lang}", "/retention"), next(p for p in all_pages() if p.name == "retention")
    text, known = answer(sight, headlines(sight)), all_indicators()
    drafted = chart_of(sight, card("draft")).rows[0][0].text
    queries = (Query(name, level="township", region="140302003", period="2025") for name in page.headline)
    asked = {query.indicator: observe(gate.edition()._cursor(), gate.site, query).iloc[0] for query in queries}
    few = [name for name, row in asked.items() if row["status"] == "small_n" and known[name].kind != "count"]
    assert "retention_12m" in few and all(0 < asked[name]["n"] < 5 for name in few)
    for name in few:
        assert words.OF_FEW.of(lang).format(fact=known[name].title.of(lang), n=f"n = {asked[name]['n']:.0f}") in text
        assert f"{known[name].title.of(lang)} {asked[name]['value']:.1%}"[:-1] not in text
        assert f"{known[name].title.of(lang)} {asked[name]['value']:.1%}"[:-1] not in drafted and known[name].title.of(lang) in drafted
    assert words.TOO_FEW.of(lang).partition("{")[0] in text and known["stability_index"].title.of(lang) in text
    assert words.TOO_FEW.of(lang).partition("{")[0] in drafted, "the paragraph is copied into a paper without the page's sentence"


def test_ranks_are_those_of_pandas_and_stand_before_the_figures(gate):
    chart = chart_of(seen(gate, "?region=140300&period=2025&lang=en"), card("density_ranking"))
    titles = [c.title for c in chart.columns]
    assert titles[:4] == ["Rank", "Place", "Possible ranks", "Rank before (2024)"]
    frame = observe(gate.edition()._cursor(), gate.site, Query("density", level="township", parent="140300", period="2025"))
    frame = frame[frame["value"].notna() & frame["status"].isin(["ok", "small_n"])]
    ranks = frame.set_index("region_code")["value"].astype(float).rank(ascending=False, method="min")
    told = {row[1].place: row[0].value for row in chart.rows if row[0].value is not None}
    assert told == pytest.approx(ranks.to_dict())
    sets = {row[1].place: row[2].text for row in chart.rows if row[0].value is not None}
    for code, text in sets.items():
        low, _, high = text.partition("–")
        assert int(low) <= told[code] <= int(high or low)


def test_policies_are_marked_where_they_began_and_warn_where_two_begin_together(gate):
    chart = chart_of(seen(gate, "?region=140300&period=2025"), card("in_and_out"))
    policies = gate.edition().rows("select policy_title, region_code, effective_on from stg_policy where effective_on is not null")
    mine = policies[policies["region_code"].isna() | (policies["region_code"] == "140300")]
    years = sorted(pd.to_datetime(mine["effective_on"]).dt.year.unique())
    ticks = dict(chart.x.ticks)
    assert [int(ticks.get(e.at, 2015 + int(e.at))) for e in chart.events] == [y for y in years if 2015 <= y <= 2025]
    quarters = pd.to_datetime(mine["effective_on"]).dt.to_period("Q").value_counts()
    crowded = [str(q) for q, n in quarters.items() if n > 1]
    assert all(f"{q[:4]}-{q[4:]}" in chart.footer.note for q in crowded)


def test_the_paragraph_of_a_township_says_whose_places_need_attention(gate):
    """Its attention card shows the whole county's places: the text says so too."""
    text = chart_of(seen(gate, "?region=140322101&period=2025"), card("draft")).rows[0][0].text
    assert "盂县全域需要关注的地区" in text
    assert "全域" not in chart_of(seen(gate, "?region=140300&period=2025"), card("draft")).rows[0][0].text


def test_a_map_keeps_its_classes_from_year_to_year(gate):
    frame = observe(gate.edition()._cursor(), gate.site, Query("density", level="township", parent="140300"))
    printed = (frame["numerator"] / frame["denominator"] * 1000).dropna().round(2)
    fifths = np.quantile(printed, [0.2, 0.4, 0.6, 0.8]).round(2)
    norm = gate.site.norms["density"]
    fifths[np.abs(fifths - norm).argmin()] = norm  # the nearest makes way for it
    drawn = {year: chart_of(seen(gate, f"?region=140300&period={year}"), card("density_map")) for year in ("2016", "2025")}
    assert drawn["2016"].map.classes == drawn["2025"].map.classes and len(drawn["2016"].map.classes) == 5
    for year, chart in drawn.items():
        own = printed[frame["period"] == year].groupby(frame["region_code"]).first()
        assert {cell.point.code: cell.klass for cell in chart.map.cells} == {code: sum(v >= f for f in fifths) for code, v in own.items()}
        assert ALL_YEARS.zh in chart.footer.note
    months = chart_of(seen(gate, "?region=140300&period=2025-06"), card("density_map"))
    assert months.map.classes != drawn["2025"].map.classes and ALL_YEARS.zh not in months.footer.note


def test_a_headline_states_n_beside_its_interval(gate):
    sight = seen(gate, "?region=140300&period=2024&lang=en")
    told = 0
    for headline in headlines(sight):
        row = observe(gate.edition()._cursor(), gate.site, Query(headline.name, level="prefecture", region="140300", period="2024")).iloc[0]
        said = headline.aside.split(" · ")
        assert said[0] == f"n = {row['n']:,.0f}"
        if all_indicators()[headline.name].unit == "share" and pd.notna(row["lower"]):
            assert said[1] == f"95% CI {row['lower'] * 100:.1f}–{row['upper'] * 100:.1f}%"
            told += 1
    assert told > 1


def test_policies_of_years_without_data_are_read_too(tmp_path):
    workspace = registered(tmp_path)
    policies = (f"P{i},政策{i},示卫发{i}号,示范市卫生健康委员会,市级,{place},{day},{day},,在岗乡村医生,补贴,"
                for i, (place, day) in enumerate([("140300", "2013-05-01"), ("140321", "2022-07-01"), ("542500", "2022-07-01"), ("", "2015-03-23")]))
    head = "政策编号,政策名称,文号,发布机关,发布层级,适用地区代码,印发日期,施行日期,有效期至,政策对象,政策工具,量化目标"
    load(workspace, write(tmp_path, "returns.csv", returns(A_V01=2, B_V01=3)), write(tmp_path, "policy.csv", "\n".join([head, *policies]) + "\n"))
    small = Gate(workspace.path)
    try:
        found = policy_events(seen(small, "?region=140321"))
    finally:
        small.close()
    assert [(e.whole.zh, e.on.isoformat(), e.period) for e in found] == [
        ("政策0", "2013-05-01", ""), ("政策3", "2015-03-23", ""), ("政策1", "2022-07-01", "2022"),
    ]
