"""Findings and alternative texts: direction, size, comparison, uncertainty; nothing that the intervals do not bear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.charts import build_chart
from dashboard.render.alt_text import alt_text
from dashboard.render.sentence import finding
from tests.unit.charts import samples
from tests.unit.charts.samples import CASES, card, context, frame, places_frame


def said(kind: str, name: str, data, lang: str = "zh", **changes) -> str:
    """Return the drafted finding of a card."""
    return finding(build_chart(card(kind, name), data, context(lang, **changes)))


def test_a_trend_states_level_interval_direction_and_size() -> None:
    assert said("trend", "median_pay", samples.pay_frame()) == "2022 为 5.80 万元（95 % 区间 5.63–5.97），较 2021 上升 14.6 %。"
    assert said("trend", "median_pay", samples.pay_frame(), "en") == (
        "58,000 yuan in 2022 (95% interval 56,260–59,740), up 14.6% on 2021."
    )


def test_a_change_inside_its_intervals_is_not_claimed() -> None:
    rows = [{"indicator": "leaver_rate", "period": p, "value": v, "lower": v - 0.03, "upper": v + 0.03}
            for p, v in (("2021", 0.08), ("2022", 0.09))]
    assert said("trend", "leaver_rate", frame(*rows)).endswith("较 2021 上升 1.0 百分点；变化在波动之内。")


def test_a_change_whose_interval_leaves_no_room_for_chance_is_told_though_both_intervals_overlap() -> None:
    """4 of 200, then 14 of 200 left: Wilson 0.78-5.03 and 4.21-11.41 % overlap, Newcombe's limits of the difference are 0.9 and 9.6 points."""
    rows = [{"indicator": "leaver_rate", "period": p, "value": v, "lower": low, "upper": high}
            for p, v, low, high in (("2021", 0.02, 0.0078, 0.0503), ("2022", 0.07, 0.0421, 0.1141))]
    assert said("trend", "leaver_rate", frame(*rows), "en") == "7.0% in 2022 (95% interval 4.2–11.4%), up 5.0 pp on 2021."


def test_a_partly_reported_year_is_not_compared() -> None:
    rows = [{"indicator": "headcount", "period": "2021", "value": 100.0},
            {"indicator": "headcount", "period": "2022", "value": 60.0, "status": "partial", "reported": 25}]
    assert said("trend", "headcount", frame(*rows), "en") == "60 people in 2022 (25/42 reported, not compared)."


@pytest.mark.parametrize(("before", "now", "end"), [(0.0, 26000.0, "in 2022."), (26000.0, 0.0, "down 100.0% on 2021."), (0.0, 0.0, "unchanged on 2021.")])
def test_money_that_was_none_is_not_said_to_be_unchanged(before: float, now: float, end: str) -> None:
    rows = [{"indicator": "median_pay", "period": p, "value": v} for p, v in (("2021", before), ("2022", now))]
    assert said("trend", "median_pay", frame(*rows), "en").endswith(end)


def test_places_whose_difference_may_be_chance_are_not_told_apart() -> None:
    chart = build_chart(card("ranking", "density"), places_frame(), context())
    k = chart.indistinct
    assert f"后 {k} 位之间无法区分" in finding(chart)
    points = chart.series[0].points

    def apart(low, high):
        """Whether the square-and-add interval of the difference of two points leaves out 0 (Zou & Donner 2008)."""
        return high.value - low.value > ((high.value - high.lower) ** 2 + (low.upper - low.value) ** 2) ** 0.5

    assert not any(apart(points[i], points[j]) for j in range(k) for i in range(j))
    assert any(apart(points[i], points[k]) for i in range(k))


def test_two_places_whose_intervals_overlap_may_yet_differ_beyond_chance() -> None:
    """14 and 4 of 200 left: Wilson 4.21-11.41 and 0.78-5.03 % overlap, Newcombe's limits of the difference are 0.9 and 9.6 points."""
    figures = (("A", 0.07, 0.0421, 0.1141), ("B", 0.02, 0.0078, 0.0503))
    rows = [{"indicator": "leaver_rate", "region_code": c, "region_name": c, "region_name_en": c, "value": v, "lower": low, "upper": high}
            for c, v, low, high in figures]
    assert "told apart" not in said("ranking", "leaver_rate", frame(*rows), "en")
    near = [rows[0] | {"region_code": "C", "region_name_en": "C", "value": 0.06, "lower": 0.0347, "upper": 0.1019}, rows[0]]
    assert "the 2 prefectures cannot be told apart" in said("ranking", "leaver_rate", frame(*near), "en")


def test_places_that_are_not_drawn_are_counted_among_those_not_told_apart() -> None:
    data = places_frame()
    wide = data.assign(lower=0.1, upper=9.0).where(data["value"].notna(), data)
    ranked = int((data["value"].notna() & (data["status"] != "partial")).sum())
    assert ranked > 12 and f"the {ranked} townships cannot be told apart" in said("ranking", "density", wide, "en")
    best = data["value"].where(data["status"] != "partial").astype(float).idxmax()
    wide.loc[best, ["value", "lower", "upper"]] = [9.15, 9.1, 9.2]
    assert f"the last {ranked - 1} cannot be told apart" in said("ranking", "density", wide, "en")


def test_places_without_a_good_side_have_their_range_told_with_those_not_drawn() -> None:
    chart = replace(build_chart(card("ranking", "density"), places_frame(), context("en")), is_ranked=False)
    values = [v for v, status in zip(places_frame()["value"], places_frame()["status"], strict=True) if v == v and v is not None and status != "partial"]
    assert chart.more and len(values) > len(chart.series[0].points) - 1
    scale = chart.scale
    assert finding(chart) == f"{len(values)} townships lie between {scale.bare(min(values))} and {scale.full(max(values))}."


def test_clear_differences_are_not_called_indistinct() -> None:
    data = places_frame().assign(lower=lambda d: d.value - 0.001, upper=lambda d: d.value + 0.001)
    assert "无法区分" not in said("ranking", "density", data)


def test_no_intervals_no_claim_about_ranks() -> None:
    assert "told apart" not in said("ranking", "density", places_frame().assign(lower=None, upper=None), "en")


def test_the_map_counts_the_places_below_the_norm() -> None:
    data = places_frame()
    compared = data[data.status.isin(["ok", "small_n"])]
    below = int((compared.value < 1.0).sum())
    assert said("map", "density", data, "en").startswith(f"{below} of the townships {'is' if below == 1 else 'are'} below the norm 1.0")


def test_without_a_norm_the_map_gives_the_range() -> None:
    text = said("map", "density", places_frame(), "zh", site_norms={})
    assert text == "21 个乡镇街道在 0.45–1.71 人/千人之间。"  # of 22 with a number one is partly reported, and not compared


def test_survival_says_the_time_and_whether_the_curves_differ() -> None:
    chart = build_chart(card("survival", "survival", by="remoteness"), samples.survival_frame(), context("en"))
    assert finding(chart) == "After 60 months: Other areas 74.1%; Remote 50.2%; the difference is beyond chance."
    one = samples.survival_frame().query("category == 'near'").assign(breakdown=None, category=None)
    assert said("survival", "survival", one).endswith("中位时间未达到。")


def test_a_persons_wording_stands() -> None:
    chart = build_chart(*CASES[0], context("zh"))
    assert finding(replace(chart, finding="上社镇最缺人。")) == "上社镇最缺人。"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_is_one_plain_sentence(lang: str) -> None:
    for one, data in CASES:
        text = finding(build_chart(one, data, context(lang)))
        assert text.endswith("。" if lang == "zh" else ".")
        assert "!" not in text and "！" not in text and "  " not in text and "{" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_alternative_text_says_kind_finding_and_synthetic(lang: str) -> None:
    for one, data in CASES:
        chart = build_chart(one, data, context(lang))
        text = alt_text(chart)
        assert chart.title in text and finding(chart) in text and chart.footer.synthetic in text


def test_a_sentence_gives_months_as_the_table_does() -> None:
    rows = samples.frame({"indicator": "survival", "at": 12.5873, "value": 0.793, "n": 18}, {"indicator": "survival", "at": 36.0, "value": 0.7, "n": 18})
    for lang, words in (("zh", "入职 36 个月后为 70.0 %"), ("en", "70.0% after 36 months")):
        assert words.lower() in said("survival", "survival", rows, lang).lower()
    later = samples.frame({"indicator": "survival", "at": 24.5, "value": 0.75, "n": 18})
    snapshot = said("survival", "survival", pd.concat([rows.head(1), later]), "zh", is_snapshot=True)
    assert "入职 12.6 个月后为 79.3 %" in snapshot


def test_a_curve_of_steps_is_told_at_the_tick_its_figure_holds_for() -> None:
    rows = samples.frame(*({"indicator": "survival", "at": at, "value": value, "n": 18} for at, value in ((0.0, 1.0), (16.9, 0.9), (62.6, 0.8))))
    assert said("survival", "survival", rows, "zh").startswith("入职 60 个月后为 90.0 %")


def shares(*values: float, half: float = 0.3, statuses: str = "") -> pd.DataFrame:
    """A row a county, `statuses` given by their first letters ("p": partly reported)."""
    given = statuses.ljust(len(values), "o")
    return frame(*({
        "indicator": "density", "region_code": f"1403{i:02d}", "region_name": "甲乙丙丁戊己庚辛壬癸子丑寅卯"[i], "region_name_en": "ABCDEFGHIJKLMN"[i],
        "level": "county", "value": v, "lower": v - half, "upper": v + half, "n": 20, "status": "partial" if given[i] == "p" else "ok",
    } for i, v in enumerate(values)))


@pytest.mark.parametrize(("values", "half", "statuses", "zh", "en"), [
    ((1.2, 1.2, 1.2), 0.3, "", "3 个县区均为 1.20 人/千人。", "All 3 counties are at 1.20 per 1,000."),
    ((1.2, 1.2), 0.3, "", "两个县区均为 1.20 人/千人。", "Both counties are at 1.20 per 1,000."),
    ((1.2, 1.2, 2.2), 0.3, "", "甲和乙最低，均为 1.20 人/千人。",
     "A and B are lowest, each at 1.20 per 1,000."),
    ((1.2,) * 4 + (1.3, 9.0), 0.2, "", "4 个县区最低，均为 1.20 人/千人；后 5 位之间无法区分。",
     "4 counties are lowest, each at 1.20 per 1,000; the last 5 cannot be told apart."),
    ((1.1, 1.2, 1.3), 0.3, "", "甲最低，为 1.10 人/千人；这 3 个县区之间无法区分。",
     "A is lowest at 1.10 per 1,000; the 3 counties cannot be told apart."),
    ((1.1, 1.2, 0.2), 0.01, "oop", "参加排名的 2 个县区中，甲最低，为 1.10 人/千人。", "Of the 2 counties ranked, A is lowest at 1.10 per 1,000."),
    ((1.1,) * 13 + (1.9,), 0.01, "", "13 个县区最低，均为 1.10 人/千人。",
     "13 counties are lowest, each at 1.10 per 1,000."),
    ((1.101, 1.104, 1.9), 0.001, "", "甲和乙最低，均为 1.10 人/千人。", "A and B are lowest, each at 1.10 per 1,000."),
    ((1.101, 1.104, 1.099), 0.001, "", "3 个县区均为 1.10 人/千人。", "All 3 counties are at 1.10 per 1,000."),
    ((1.1, 1.2, 0.2), 0.01, "ppp", "", ""), ((1.1,), 0.01, "p", "甲 为 1.10 人/千人（42/42 上报，不作比较）。", "1.10 per 1,000 in A (42/42 reported, not compared)."),
])
def test_a_ranking_says_what_a_person_would_of_ties_and_of_places_that_cannot_be_parted(values, half, statuses, zh, en) -> None:
    data = shares(*values, half=half, statuses=statuses)
    for lang, words in (("zh", zh), ("en", en)):
        assert said("ranking", "density", data, lang, site_norms={}, level="county") == words


@pytest.mark.parametrize(("values", "statuses", "zh", "en"), [
    ((1.0, 1.5, 2.0), "", "3 个县区在 1.00–2.00 人/千人之间。", "3 counties lie between 1.00 and 2.00 per 1,000."),
    ((1.001, 1.002, 0.999), "", "3 个县区均为 1.00 人/千人。", "All 3 counties are at 1.00 per 1,000."),
    ((1.0, 1.0), "", "两个县区均为 1.00 人/千人。", "Both counties are at 1.00 per 1,000."),
    ((1.0, 1.5, 9.0), "oop", "2 个县区在 1.00–1.50 人/千人之间。", "2 counties lie between 1.00 and 1.50 per 1,000."),
    ((1.0, 1.5, 2.0), "ppp", "", ""), ((1.0, 1.5), "op", "甲 为 1.00 人/千人。", "A: 1.00 per 1,000."),
])
def test_the_range_of_places_without_an_order_is_of_those_that_may_be_compared(values, statuses, zh, en) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        chart = build_chart(card("ranking", "density"), shares(*values, statuses=statuses), context(lang, site_norms={}, level="county"))
        assert finding(replace(chart, is_ranked=False)) == words


def test_places_not_drawn_that_print_one_figure_have_no_range() -> None:
    data = shares(*(1.0 + i / 10000 for i in range(14)))
    chart = replace(build_chart(card("ranking", "density"), data, context("en", site_norms={}, level="county")), is_ranked=False)
    assert chart.more and finding(chart) == "All 14 counties are at 1.00 per 1,000."
    assert finding(replace(build_chart(card("ranking", "density"), data.assign(status="partial"), context("en", level="county")), is_ranked=False)) == ""


def test_a_map_of_places_alike_has_no_range_and_one_of_partly_reported_places_says_nothing() -> None:
    data = places_frame()
    alike = data.assign(value=data["value"].where(data["value"].isna(), 1.0))
    assert said("map", "density", alike, "en", site_norms={}) == "All 21 townships are at 1.00 per 1,000."
    assert said("map", "density", alike.assign(status="partial"), "en", site_norms={}) == ""


def test_a_partly_reported_category_is_not_largest() -> None:
    rows = frame(*({"indicator": "headcount", "breakdown": "staff_group", "category": c, "value": v, "n": v, "status": status}
                   for c, v, status in (("A", 20, "partial"), ("B", 9, "ok"), ("C", 7, "ok"))))
    assert finding(build_chart(card("distribution", "headcount", by="staff_group"), rows, context("en"))) == "B is larger at 9 people, C is at 7 people."


@pytest.mark.parametrize(("indicator", "values", "zh", "en"), [
    ("headcount", (9, 7, 3), "村医最大，为 9 人；其次为第二年，7 人。", "Village doctor is largest at 9 people, then second year at 7 people."),
    ("density", (9, 7, 3), "村医最高，为 9.00 人/千人；其次为第二年，7.00 人/千人。",
     "Village doctor is highest at 9.00 per 1,000, then second year at 7.00 per 1,000."),
    ("density", (3, 7, 9), "ECG 机最高，为 9.00 人/千人；其次为第二年，7.00 人/千人。", "ECG machine is highest at 9.00 per 1,000, then second year at 7.00 per 1,000."),
    ("density", (9, 9, 3), "村医和第二年最高，均为 9.00 人/千人。", "Village doctor and second year are highest, each at 9.00 per 1,000."),
    ("density", (7, 9), "第二年较高，为 9.00 人/千人；村医为 7.00 人/千人。", "Second year is higher at 9.00 per 1,000, village doctor is at 7.00 per 1,000."),
])
def test_an_amount_is_largest_and_a_rate_highest_and_a_category_within_a_sentence_is_in_small_letters(indicator, values, zh, en) -> None:
    names = {"zh": ("村医", "第二年", "ECG 机"), "en": ("Village doctor", "Second year", "ECG machine")}
    for lang, words in (("zh", zh), ("en", en)):
        rows = frame(*({"indicator": indicator, "breakdown": "staff_group", "category": c, "value": v, "n": 99}
                       for c, v in zip(names[lang], values, strict=False)))
        assert finding(build_chart(card("distribution", indicator, by="staff_group"), rows, context(lang))) == words


@pytest.mark.parametrize(("period", "known_to", "month", "has_norm"), [
    ("2022", None, 1, True), ("2022", date(2022, 12, 1), 1, True), ("2022", date(2022, 6, 30), 1, False), ("2022-Q2", date(2022, 12, 31), 1, False),
    ("2022-23", date(2023, 3, 31), 4, True), ("2022-23", date(2022, 12, 31), 4, False),
])  # fmt: skip
def test_what_accumulates_over_a_year_stands_beside_no_norm_before_all_of_it_is_in(period: str, known_to: date | None, month: int, has_norm: bool) -> None:
    of_year = {"density": replace(samples.INDICATORS["density"], accumulates=True)}
    about = context("en", indicators=samples.INDICATORS | of_year, period=period, known_to=known_to, fiscal_start_month=month)
    made = build_chart(card("ranking", "density"), places_frame().assign(period=period), about)
    assert (made.target is not None, any(p.is_beyond_target for s in made.series for p in s.points)) == (has_norm, has_norm)


def test_a_line_of_years_keeps_its_norm_and_the_year_under_way_is_not_held_to_it() -> None:
    rows = frame(*({"indicator": "density", "period": year, "value": 0.5, "lower": 0.4, "upper": 0.6, "n": 50} for year in ("2021", "2022")))
    of_year = {"density": replace(samples.INDICATORS["density"], accumulates=True)}
    made = build_chart(card("trend", "density"), rows, context("en", indicators=samples.INDICATORS | of_year, known_to=date(2022, 6, 30)))
    assert made.target is not None and [p.is_beyond_target for s in made.series for p in s.points] == [True, False]
