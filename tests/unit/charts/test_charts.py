"""Frames in, charts out: order, gaps, classes, statuses, words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.charts import build_chart, words
from dashboard.charts.axis import round_step, value_axis
from dashboard.charts.numbers import Scale
from dashboard.charts.ranking import ranking
from dashboard.render.alt_text import alt_text
from dashboard.render.plotly import figure
from dashboard.render.plotly_ranking import sideways_figure
from dashboard.render.sentence import finding
from dashboard.theme import DARK, LIGHT
from pipelines.core.text import Lang
from pipelines.engine.observe import all_indicators
from tests.unit.charts import samples
from tests.unit.charts.samples import CASES, card, context, frame, places_frame


def test_a_trend_keeps_gaps_and_says_why() -> None:
    chart = build_chart(card("trend", "headcount", by="staff_group"), samples.trend_frame(), context("en"))
    town = chart.series[1]
    gap = next(p for p in town.points if p.label == "2018")
    assert (gap.value, gap.y, gap.text) == (None, None, "not collected")
    assert "not collected: Township doctor 2018" in chart.footer.note
    assert chart.series[0].points[-1].mark == "40/42 reported"
    assert [t for _, t in chart.x.ticks] == [str(y) for y in range(2015, 2023)]
    assert chart.events[0].at == 5.0


def test_a_trend_draws_six_lines_and_never_sums_the_rest() -> None:
    rows = [samples.streams_frame().assign(period=str(y)) for y in (2020, 2021)]
    chart = build_chart(card("trend", "payment_total", by="payment_stream"), pd.concat(rows), context("en"))
    assert len(chart.series) == 6
    assert {s.code for s in chart.series} == {f"s{i}" for i in range(6)}
    assert "3 more categories" in chart.footer.note
    assert len(chart.rows) == 18


def test_fiscal_years_stand_in_order() -> None:
    rows = [{"indicator": "headcount", "period": p, "value": 1.0} for p in ("2019-20", "2013-14", "2015-16")]
    chart = build_chart(card("trend", "headcount"), frame(*rows), context("en", currency="GBP"))
    assert [p.label for p in chart.series[0].points] == ["2013-14", "2015-16", "2019-20"]


def test_the_ranking_puts_the_worst_first_and_the_partly_reported_last() -> None:
    chart = build_chart(card("ranking", "density"), places_frame(), context("en"))
    values = [p.value for p in chart.series[0].points]
    assert values == sorted(values)
    assert len(values) == 12
    assert chart.more == "10 more townships not drawn"
    assert "1 township partly reported and not ranked" in chart.footer.note
    assert [row[0].text for row in chart.rows][21] == "Xiyan", "the partly reported one comes after every ranked one"
    assert len(chart.rows) == len(samples.PLACES)


def test_a_ranking_leaves_out_no_single_place() -> None:
    drawn = {count: build_chart(card("ranking", "density"), places_frame().head(count), context("en")) for count in (12, 13, 14)}
    assert {count: (len(chart.series[0].points), chart.more) for count, chart in drawn.items()} == {
        12: (12, ""), 13: (13, ""), 14: (12, "2 more townships not drawn"),
    }


def test_a_chosen_place_that_is_farther_down_is_drawn_behind_a_gap_that_says_how_many_it_leaves_out() -> None:
    whole = build_chart(card("ranking", "density"), places_frame(), context("en"))
    order = [(row[0].place, row[0].text) for row in whole.rows]
    for at, words_between, rest in ((17, "⋯ 5 between", 9), (12, "", 9), (3, "", 10)):
        code, name = order[at]
        chart = replace(build_chart(card("ranking", "density"), places_frame(), context("en", region_code=code)), chosen=code)
        points, named = chart.series[0].points, [words for _, words in chart.y.ticks]
        extra = [name] if at >= 12 else []
        assert [p.code for p in points] == [c for c, _ in order[:12]] + [code] * len(extra)
        assert named == [n for _, n in order[:12]] + [words_between] * bool(words_between) + extra
        assert chart.apart == words_between and chart.more.startswith(f"{rest} more ") and dict(chart.y.ticks)[points[-1].y] == points[-1].label
        assert finding(chart) == finding(whole), "what lies in between is not drawn, so nothing more is claimed"
        assert f"The place chosen, {name}: {points[min(at, 12)].text}" in alt_text(chart)
        told = figure(chart)["data"][0]["customdata"]
        assert [code for _, code in told[: len(named)]] == [next((c for c, n in order if n == name), "") for name in named], "a row a name"


def test_ranks_stand_beside_their_places_when_a_gap_lies_between_them() -> None:
    whole = build_chart(card("ranking", "density"), places_frame(), context("en"))
    order = [row[0].place for row in whole.rows]
    ranks = pd.DataFrame({"region_code": order, "rank": range(1, len(order) + 1), "previous_rank": range(101, 101 + len(order))})
    standing = ranks.assign(previous_period="2021", previous_value=None, rank_lower=None, rank_upper=None, rank_change=None)
    chart = ranking(card("ranking", "density"), places_frame(), context("en", region_code=order[17]), standing=standing)
    assert [words.split(" ")[0] for words in chart.beside[1:]] == [str(rank) for rank in range(1, 13)] + ["", "18"]
    assert len(chart.beside) == len(chart.y.ticks) + 1


def test_alternative_text_marks_the_figure_of_the_chosen_place_as_its_table_does() -> None:
    frame_ = places_frame()
    code, small = (frame_.loc[frame_["status"] == status, "region_code"].iloc[0] for status in ("partial", "small_n"))
    for place, mark in ((code, "8/10"), (small, "3")):
        chart = replace(build_chart(card("ranking", "density"), frame_, context("zh", region_code=place)), chosen=place)
        row = next(row for row in chart.rows if row[0].place == place)
        value = row[[head.name for head in chart.columns].index("value")].text
        said = alt_text(chart).partition("所选的")[2].partition("。")[0]
        assert mark in value and value[value.index("（"):] in said, (value, said)


def test_n_in_full_time_equivalents_is_rounded_once_and_halves_go_up() -> None:
    frame_ = places_frame(name="vacancy_rate")
    frame_["n"] = [10.25 + i for i in range(len(frame_))]
    chart = build_chart(card("ranking", "vacancy_rate"), frame_, context("en", indicators={"vacancy_rate": all_indicators()["vacancy_rate"]}))
    at = [head.name for head in chart.columns].index("n")
    assert {row[at].text for row in chart.rows} == {f"{10 + i}.3" for i in range(len(frame_))}
    assert {row[at].value for row in chart.rows} == set(frame_["n"])


def test_a_lower_is_better_ranking_starts_with_the_highest() -> None:
    chart = build_chart(card("ranking", "leaver_rate"), places_frame(name="leaver_rate"), context("en", site_norms={}))
    values = [p.value or 0 for p in chart.series[0].points]
    assert values == sorted(values, reverse=True)


def test_points_wholly_on_the_wrong_side_are_marked() -> None:
    chart = build_chart(card("ranking", "density"), places_frame(), context())
    for point in chart.series[0].points:
        assert point.is_beyond_target == (point.upper < 1.0)


@pytest.mark.parametrize(("lang", "meets", "misses", "untold"), [
    ("en", "meets the norm", "misses the norm", "cannot be told from the norm"), ("zh", "达标", "未达标", "是否达标尚不能断定"),
])  # fmt: skip
def test_what_cannot_be_told_from_the_norm_looks_and_reads_unlike_what_meets_it(lang: Lang, meets: str, misses: str, untold: str) -> None:
    limits = ((0.4, 0.8), (0.7, 1.2), (0.9, 1.5), (1.1, 1.6), (1.0, 1.6))
    rows = frame(*({"indicator": "density", "region_code": f"t{i}", "region_name": f"t{i}", "level": "township", "value": (low + high) / 2,
                    "lower": low, "upper": high, "n": 50} for i, (low, high) in enumerate(limits)))  # fmt: skip
    chart = build_chart(card("ranking", "density"), rows, context(lang, region_code="t1"))
    assert chart.target is not None and chart.target.at == 1.0
    wanted = {"t0": misses, "t1": untold, "t2": untold, "t3": meets, "t4": meets}
    points = {p.code: p for p in chart.series[0].points}
    assert {code: p.against for code, p in points.items()} == wanted
    for look in (LIGHT, DARK):
        dots = next(t for t in sideways_figure(chart, look, 700)["data"] if t.get("mode") == "markers")["marker"]["line"]["color"]
        colours = dict(zip(points, dots, strict=True))
        assert colours == {code: {misses: look.bad, untold: look.faint, meets: look.series[0]}[said] for code, said in wanted.items()}
    grey = {"en": "grey: cannot be told from the norm", "zh": "灰色的是否达标尚不能断定"}[lang]
    assert grey in chart.footer.note and grey in alt_text(chart)


@pytest.mark.parametrize(("lang", "all_meet", "doubt"), [("zh", "各乡镇街道均达到标准 1.0", "（其中 2 个的区间含标准"), ("en", "meets the norm 1.0", " (2 not for certain")])
def test_where_every_figure_meets_the_norm_it_is_said_of_how_many_not_for_certain(lang: Lang, all_meet: str, doubt: str) -> None:
    for lows, said in (((0.9, 0.8, 1.2, 1.1), all_meet + doubt), ((1.2, 1.3, 1.4, 1.5), all_meet)):
        rows = frame(*({"indicator": "density", "region_code": f"t{i}", "region_name": f"t{i}", "level": "township", "value": low + 0.6,
                        "lower": low, "upper": low + 1.2, "n": 50} for i, low in enumerate(lows)))  # fmt: skip
        told = finding(build_chart(card("ranking", "density"), rows, context(lang)))
        assert said in told and (doubt in told) == (doubt in said)
        more = replace(build_chart(card("ranking", "density"), rows, context(lang)), more="20 more")
        assert (all_meet in finding(more)) == (doubt not in said), "of those not drawn nobody counted the intervals"


def test_a_full_count_below_the_norm_misses_it_and_one_without_its_interval_cannot_be_told() -> None:
    rows = frame(*({"indicator": "density", "region_code": f"t{i}", "region_name": f"t{i}", "level": "township", "value": value, "n": 50}
                   for i, value in enumerate((0.5, 1.5))))  # fmt: skip
    counted = replace(samples.INDICATORS["density"], interval="none", chance="")
    full = build_chart(card("ranking", "density"), rows, context("en", indicators=samples.INDICATORS | {"density": counted}))
    assert [p.against for p in full.series[0].points] == ["misses the norm", "meets the norm"] and full.series[0].points[0].is_beyond_target
    without = build_chart(card("ranking", "density"), rows, context("en", indicators=samples.INDICATORS | {"density": replace(counted, interval="byar")}))
    assert {p.against for p in without.series[0].points} == {"cannot be told from the norm"}


@pytest.mark.parametrize(("lang", "said"), [("zh", "T0最低，为 0.20 人/千人（n=1）"), ("en", "T0 is lowest at 0.20 per 1,000 (n=1)")])
def test_a_place_of_few_that_comes_last_is_named_with_its_n(lang: Lang, said: str) -> None:
    rows = frame(*({"indicator": "density", "region_code": f"t{i}", "region_name": f"T{i}", "region_name_en": f"T{i}", "level": "township",
                    "value": 0.2 + i, "lower": 0.1, "upper": 2.0 + i, "n": 40 if i else 1, "status": "ok" if i else "small_n"} for i in range(3)))  # fmt: skip
    told = finding(build_chart(card("ranking", "density"), rows, context(lang)))
    assert told.startswith(said), told


def test_a_map_has_five_classes_that_say_what_is_coloured() -> None:
    chart = build_chart(card("map", "density"), places_frame(), context("en"))
    seen = chart.map
    assert seen is not None and len(seen.classes) == 5
    for cell in seen.cells:
        if cell.klass is not None:
            low, high = (float(v) for v in seen.classes[[c.index for c in seen.classes].index(cell.klass)].label.split("–"))
            assert low - 0.005 <= cell.point.value <= high + 0.005
    assert dict(seen.statuses).keys() == {"small_n", "partial", "not_collected"}
    assert seen.unmatched == ("Dongliang",) and "Dongliang" in chart.footer.note
    assert {c.point.label for c in seen.cells if c.is_approximate} == {"Niangziguan", "Guanshan"}
    assert "not for publication" in chart.footer.note


def test_zero_is_a_number_on_the_map() -> None:
    data = places_frame().assign(value=0.0, lower=None, upper=None, status="ok")
    seen = build_chart(card("map", "density"), data, context()).map
    assert seen is not None and {c.klass for c in seen.cells} == {2}
    assert seen.cells[0].point.text == "0.00 人/千人"


def test_a_map_has_no_more_classes_than_figures_as_printed() -> None:
    few = places_frame().dropna(subset=["value"]).head(5).assign(value=[0.449, 0.453, 0.462, 0.531, 0.668], status="ok", lower=None, upper=None)
    seen = build_chart(card("map", "density"), few, context("en")).map
    assert seen is not None and 1 < len(seen.classes) <= 4
    ends = [c.label.split("–") for c in seen.classes]
    assert all(len(e) == 1 or e[0] != e[1] for e in ends) and len({c.label for c in seen.classes}) == len(seen.classes)


def test_without_boundaries_the_ranking_says_so() -> None:
    chart = build_chart(card("map", "density"), places_frame(), context("en", geography=None))
    assert chart.kind == "ranking"
    assert chart.footer.note.startswith("No boundaries are loaded")


def test_survival_steps_from_everyone_and_counts_those_at_risk() -> None:
    chart = build_chart(card("survival", "survival", by="remoteness"), samples.survival_frame(), context("en"))
    assert chart.mark == "step"
    assert [(p.x, p.y) for p in chart.series[0].points][0] == (0.0, 1.0)
    assert chart.at_risk[1] == ("12", (("Other areas", "532"), ("Remote", "532")))
    assert chart.x.title == "Months since joining"


def test_survival_at_a_few_times_is_drawn_as_points() -> None:
    some = samples.survival_frame().query("at in (12, 24, 36)")
    chart = build_chart(card("survival", "survival", by="remoteness"), some, context("en"))
    assert chart.mark == "dot"
    assert [p.x for p in chart.series[0].points] == [12.0, 24.0, 36.0]


def test_a_curve_of_four_exits_is_a_curve() -> None:
    times = ((0.0, 1.0, 11), (16.9, 0.92, 13), (49.4, 0.85, 13), (62.5873, 0.793, 18), (113.1, 0.75, 18))
    rows = frame(*({"indicator": "survival", "at": at, "value": value, "n": n} for at, value, n in times))
    chart = build_chart(card("survival", "survival"), rows, context("zh"))
    assert chart.mark == "step"
    assert [p.x for p in chart.series[0].points][:2] == [0.0, 16.9] and chart.series[0].points[0].y == 1.0
    assert [cells[0][1] for _, cells in chart.at_risk] == ["11", "13", "13", "18", "18", ""]


def test_snapshots_are_joined_at_yearly_points_never_stepped() -> None:
    chart = build_chart(card("survival", "survival"), samples.survival_frame().query("at % 12 == 0"), context("zh", is_snapshot=True))
    assert chart.mark == "line"
    assert "整年" in chart.footer.note


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("status", ["not_collected", "not_estimable", "suppressed", "no_denominator"])
def test_nothing_to_draw_is_a_sentence_not_a_zero(status: str, lang: str) -> None:
    words = {"not_collected": ("未采集", "not collected"), "not_estimable": ("不可估计", "not estimable"),
             "suppressed": ("已隐藏", "suppressed"), "no_denominator": ("没有分母", "no denominator")}[status]
    chart = build_chart(card("trend", "headcount"), frame({"indicator": "headcount", "status": status, "value": 0.0}), context(lang))
    assert words[lang == "en"] in chart.empty
    assert chart.series == () and chart.rows[0][1].value is None


def test_a_suppressed_value_never_enters_the_chart() -> None:
    hidden = {"indicator": "headcount", "period": "2021", "status": "suppressed", "value": 3.0, "lower": 1.0, "n": 3}
    chart = build_chart(card("trend", "headcount"), frame(hidden, {"indicator": "headcount", "value": 9.0}), context("en"))
    point = chart.series[0].points[0]
    assert (point.value, point.lower, point.n) == (None, None, None)
    assert chart.rows[0][1].text == "*"


def test_an_empty_frame_gives_a_sentence() -> None:
    for one, data in CASES:
        assert build_chart(one, data.iloc[:0], context("en")).empty.endswith("no data for this place and period.")


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown status"):
        build_chart(card("trend", "headcount"), frame({"indicator": "headcount", "status": "fine"}), context())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_card_carries_its_footer(lang: str) -> None:
    for one, data in CASES:
        foot = build_chart(one, data, context(lang)).footer
        assert foot.source and foot.definition and foot.build and foot.as_at
        assert foot.synthetic == ("合成演示数据" if lang == "zh" else "synthetic demo data")
        assert foot.profile == ("内部资料" if lang == "zh" else "Internal")


def test_english_charts_hold_no_chinese() -> None:
    for one, data in CASES:
        chart = build_chart(one, data, context("en"))
        words = repr(replace(chart, map=None))
        assert not any("\u4e00" <= c <= "\u9fff" for c in words), words


def test_reporting_is_summed_over_places_once() -> None:
    twice = pd.concat([places_frame(), places_frame()])
    assert build_chart(card("table", "density"), twice, context("en")).footer.reported == "reported 228/240"


@pytest.mark.parametrize(("span", "step"), [(1.0, 0.2), (7.0, 2), (0.03, 0.01), (2200, 500), (0.0, 1.0)])
def test_ticks_are_round(span: float, step: float) -> None:
    assert round_step(span) == pytest.approx(step)


def test_bars_start_at_zero_and_shares_stop_at_one() -> None:
    scale = Scale(lang="zh", is_share=True, decimals=1)
    axis = value_axis([0.62, 0.99], scale, from_zero=False)
    assert axis.low > 0 and axis.high == 1.0 and axis.ticks[-1][1] == "100 %"
    assert value_axis([5, 9], Scale(lang="en"), from_zero=True).low == 0.0


@pytest.mark.parametrize(("kind", "lang", "mark"), [("trend", "zh", "近似"), ("map", "en", "approximate"), ("ranking", "zh", "近似"), ("table", "en", "approximate")])
def test_a_number_that_a_change_of_boundaries_is_in_says_so_and_the_foot_says_why(kind: str, lang: str, mark: str) -> None:
    data = places_frame().assign(is_approximate=[i in (0, 20, 22) for i in range(len(samples.PLACES))])
    chart = build_chart(card(kind, "density"), data if kind != "trend" else data[data["region_code"] == "140300000"], context(lang))
    assert (words.RECAST_NOTE.of(lang) in chart.footer.note) and chart.footer.note.count(mark) == 1
    marked = [c.text for row in chart.rows for c in row if mark in c.text]
    assert len(marked) == (1 if kind == "trend" else 2), "one that has no number is not marked"
    assert any("n=3" in text for text in marked) == (kind != "trend"), "both marks stand beside one another"
    plain = build_chart(card(kind, "density"), places_frame(), context(lang))
    assert mark not in plain.footer.note and not any(mark in c.text for row in plain.rows for c in row)
