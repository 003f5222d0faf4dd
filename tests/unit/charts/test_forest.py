"""A forest plot keeps an estimate and its adjusted twin on one line, and a line whose estimate there is none of."""

from __future__ import annotations

import pytest

from dashboard.charts import build_chart
from dashboard.render.plotly import figure
from dashboard.render.plotly_parts import text_width
from dashboard.render.sentence import finding
from tests.unit.charts.samples import CASES, card, context, frame

GAPS = next(case for case in CASES if case[0].kind == "forest")


def test_an_estimate_and_its_twin_stand_on_one_line() -> None:
    chart = build_chart(*GAPS, context("en"))
    assert [label for _, label in chart.y.ticks] == ["Pay gap by sex", "Pay gap by contract"]
    assert [s.name for s in chart.series] == ["raw", "adjusted"]
    raw, adjusted = ([p.y for p in s.points] for s in chart.series)
    assert raw == pytest.approx([-0.16, 0.84]) and adjusted == pytest.approx([0.16, 1.16])
    assert [(line.at, line.label) for line in chart.events] == [(0.0, "no gap")] and chart.x.low < 0 < chart.x.high


def test_what_could_not_be_estimated_is_a_word_on_its_line_and_no_dot() -> None:
    chart = build_chart(*GAPS, context("en"))
    made = figure(chart)
    dots = [len(t["x"]) for t in made["data"] if t["mode"] == "markers" and t["x"] != [None]]  # the others name a colour in the legend
    assert dots == [2, 1]
    assert "not estimable" in [a["text"] for a in made["layout"]["annotations"]]
    assert chart.footer.note.startswith("Pay gap by contract, adjusted: not estimable") and chart.footer.n == "n = 1,458"


@pytest.mark.parametrize(("lang", "expected"), [
    ("zh", "女性与男性的收入无法区分（同条件比较，差距 1.2 %，95 % 区间 −1.9 至 4.2 %，含 0）；"
           "编外人员的收入比在编人员少 41.0 %（未调整，95 % 区间 36.0–46.0 %）。"),
    ("en", "Women and men cannot be told apart in pay (adjusted, gap 1.2%, 95% interval −1.9 to 4.2%, which covers 0); "
           "those without an established post earn 41.0% less than holders of one (raw, 95% interval 36.0–46.0%)."),
])
def test_the_sentence_of_a_gap_says_who_earns_less_and_where_nobody_can_tell(lang, expected) -> None:
    assert finding(build_chart(*GAPS, context(lang))) == expected


@pytest.mark.parametrize(("lang", "expected"), [
    ("zh", "女性的收入比男性多 23.1 %（95 % 区间 15.5–31.1 %）。"),
    ("en", "Women earn 23.1% more than men (95% interval 15.5–31.1%)."),
])
def test_a_gap_below_zero_is_told_as_what_women_earn_more_and_the_note_says_what_a_sign_means(lang, expected) -> None:
    rows = frame({"indicator": "pay_gap_sex", "value": -0.2305, "lower": -0.3110, "upper": -0.1551, "n": 1433})
    chart = build_chart(card("forest", "pay_gap_sex"), rows, context(lang))
    assert finding(chart) == expected and {"zh": "负数表示较高", "en": "below zero more"}[lang] in chart.footer.note


def test_categories_of_one_indicator_have_a_line_each_and_no_line_of_no_difference() -> None:
    rows = frame(*({"indicator": "density", "breakdown": "remoteness", "category": c, "value": v, "lower": v - 0.1, "upper": v + 0.1, "n": 9}
                   for c, v in (("remote", 0.8), ("near", 1.1))))
    chart = build_chart(card("forest", "density", by="remoteness"), rows, context("zh"))
    assert [label for _, label in chart.y.ticks] == ["艰苦边远", "一般地区"] and chart.events == ()
    assert finding(chart) == "艰苦边远较低，为 0.80 人/千人；一般地区较高，为 1.10 人/千人；区间不重叠。"
    assert [p.y for p in chart.series[0].points] == [0.0, 1.0] and figure(chart)["layout"]["showlegend"] is False


@pytest.mark.parametrize(("values", "zh", "en"), [
    ((0.8, 1.101, 1.099), "甲最低，为 0.80 人/千人；乙和丙最高，均为 1.10 人/千人；区间不重叠。",
     "A is lowest at 0.80 per 1,000; B and C are highest, each at 1.10 per 1,000; the intervals do not overlap."),
    ((1.0, 1.1, 1.1, 1.1, 1.1), "甲最低，为 1.00 人/千人；4 项最高，均为 1.10 人/千人；差别在波动之内。",
     "A is lowest at 1.00 per 1,000; 4 of them are highest, each at 1.10 per 1,000; the difference is within chance."),
    ((1.0, 1.15), "甲较低，为 1.00 人/千人；乙较高，为 1.15 人/千人。", "A is lower at 1.00 per 1,000; B is higher at 1.15 per 1,000."),
    ((1.1, 1.1, 1.1), "3 项均为 1.10 人/千人。", "All 3 are at 1.10 per 1,000."),
    ((1.1, 1.1), "两项均为 1.10 人/千人。", "Both are at 1.10 per 1,000."),
])
def test_lines_that_print_the_same_figure_share_their_end(values, zh, en):
    points = [(f"{zh_name}|{en_name}", v) for zh_name, en_name, v in zip("甲乙丙丁戊", "ABCDE", values, strict=False)]
    for at, (lang, expected) in enumerate((("zh", zh), ("en", en))):
        rows = frame(*({"indicator": "density", "breakdown": "remoteness", "category": name.split("|")[at], "value": v, "lower": v - 0.1,
                        "upper": v + 0.1, "n": 9} for name, v in points))
        chart = build_chart(card("forest", "density", by="remoteness"), rows, context(lang))
        assert finding(chart) == expected


def test_one_line_of_few_people_among_those_that_share_an_end_does_not_make_the_difference_chance():
    rows = [{"indicator": "density", "breakdown": "remoteness", "category": c, "value": v, "lower": v - half, "upper": v + half, "n": 9}
            for c, v, half in (("A", 0.9, 0.02), ("B", 1.0, 0.02), ("C", 1.0, 0.6))]
    said = finding(build_chart(card("forest", "density", by="remoteness"), frame(*rows), context("en")))
    assert said == "A is lowest at 0.90 per 1,000; B and C are highest, each at 1.00 per 1,000."


def test_a_partly_reported_line_is_not_lowest():
    rows = [{"indicator": "density", "breakdown": "remoteness", "category": c, "value": v, "lower": v - 0.01, "upper": v + 0.01, "n": 9}
            for c, v in (("A", 0.2), ("B", 0.8), ("C", 1.1))]
    rows[0] |= {"status": "partial", "reported": 1}
    said = finding(build_chart(card("forest", "density", by="remoteness"), frame(*rows), context("en")))
    assert said == "B is lower at 0.80 per 1,000; C is higher at 1.10 per 1,000; the intervals do not overlap."
    few = finding(build_chart(card("forest", "density", by="remoteness"), frame(*rows[:2]), context("en")))
    assert few == "A 0.20 per 1,000 (1/42 reported, not compared); B 0.80 per 1,000."


@pytest.mark.parametrize(("lang", "expected"), [("zh", "村医和助手最大，均为 9 人。"), ("en", "Village and helper are largest, each at 9 people.")])
def test_bars_that_print_the_same_figure_are_largest_together(lang, expected):
    names = {"zh": ("村医", "助手", "护士"), "en": ("Village", "helper", "nurse")}[lang]
    groups = zip(names, (9, 9, 7), strict=True)
    rows = frame(*({"indicator": "headcount", "breakdown": "staff_group", "category": c, "value": v, "n": v} for c, v in groups))
    assert finding(build_chart(card("distribution", "headcount", by="staff_group"), rows, context(lang))) == expected


def test_pay_beside_what_others_earn_stands_against_one() -> None:
    from tests.unit.charts.samples import INDICATORS, indicator

    wage = indicator("relative_pay_urban_wage", "相对城镇工资", "Pay relative to urban wages", "ratio", "higher", "statistic")
    rows = frame({"indicator": wage.name, "value": 0.41, "lower": 0.4, "upper": 0.43, "n": 1433})
    chart = build_chart(card("forest", wage.name), rows, context("en", indicators=INDICATORS | {wage.name: wage}))
    assert [line.at for line in chart.events] == [1.0] and chart.x.low <= 0.4 and chart.x.high >= 1.0


@pytest.mark.parametrize(("lang", "gap", "wage", "bare"), [
    ("zh", "不可估计（每组不足 10 人，或两组没有条件相同的人可比）", "不可估计（没有报送这项对照收入）", "丙：人数不足以给出区间"),
    ("en", "not estimable (fewer than ten on a side, or nobody alike on both to compare)", "not estimable (that income was not reported)",
     "丙: too few for an interval"),
])
def test_what_there_is_none_of_has_its_reason(lang, gap, wage, bare) -> None:
    from tests.unit.charts.samples import INDICATORS, indicator

    assert gap in build_chart(*GAPS, context(lang)).footer.note
    names = ("relative_pay_urban_wage", "relative_pay_county_doctor")
    wages = {name: indicator(name, "相对收入", name, "ratio", "higher", "statistic") for name in names}
    rows = [{"indicator": names[0], "value": 0.41, "lower": 0.4, "upper": 0.43, "n": 1433}, {"indicator": names[1], "status": "not_estimable", "n": 1433}]
    assert wage in build_chart(card("forest", *names), frame(*rows), context(lang, indicators=INDICATORS | wages)).footer.note
    classes = [{"indicator": "density", "breakdown": "remoteness", "category": c, "value": v, **limits, "n": 40}
               for c, v, limits in (("甲", 5.4, {"lower": 5.0, "upper": 6.0}), ("丙", 5.1, {}))]
    assert bare in build_chart(card("forest", "density", by="remoteness"), frame(*classes), context(lang)).footer.note
    alone = build_chart(card("forest", "density", by="remoteness"), frame(classes[1]), context(lang))
    assert bare not in alone.footer.note, "where none has an interval nothing is missing beside others"


@pytest.mark.parametrize(("value", "zh", "en"), [
    (0.41, "相对城镇工资 0.41 倍（区间整体低于“与对照收入相等”）。", 'Pay relative to urban wages 0.41 times (the whole interval is below "equal to the reference").'),
    (1.41, "相对城镇工资 1.41 倍（区间整体高于“与对照收入相等”）。", 'Pay relative to urban wages 1.41 times (the whole interval is above "equal to the reference").'),
    (1.01, "相对城镇工资 1.01 倍（区间包含“与对照收入相等”，不能确定）。",
     'Pay relative to urban wages 1.01 times (interval includes "equal to the reference": not certain).'),
])
def test_an_interval_wholly_on_one_side_of_no_difference_says_on_which(value, zh, en) -> None:
    from tests.unit.charts.samples import INDICATORS, indicator

    wage = indicator("relative_pay_urban_wage", "相对城镇工资", "Pay relative to urban wages", "ratio", "higher", "statistic")
    rows = frame({"indicator": wage.name, "value": value, "lower": value - 0.02, "upper": value + 0.02, "n": 1433})
    for lang, words in (("zh", zh), ("en", en)):
        assert finding(build_chart(card("forest", wage.name), rows, context(lang, indicators=INDICATORS | {wage.name: wage}))) == words


@pytest.mark.parametrize(("width", "lines"), [(360, 2), (900, 1)])
def test_where_there_is_little_room_the_interval_goes_under_its_number_and_ticks_stand_apart(width, lines):
    rows = frame(*({"indicator": "median_pay", "breakdown": "remoteness", "category": c, "value": v, "lower": v - 2500, "upper": v + 2500, "n": 90}
                   for c, v in (("remote", 33_500), ("near", 39_800))))
    made = figure(build_chart(card("forest", "median_pay", by="remoteness"), rows, context("en")), "light", width)["layout"]
    said = [a["text"] for a in made["annotations"] if a["xref"] == "paper" and a["x"] == 1]
    assert [len(text.split("<br>")) for text in said] == [lines, lines] and all("<" not in text.replace("<br>", "") for text in said)
    plot = width - made["margin"]["l"] - made["margin"]["r"]
    assert sum(text_width(label) for label in made["xaxis"]["ticktext"][:-1]) < plot and made["xaxis"]["tickangle"] == 0


def test_long_names_are_broken_between_words_and_in_even_lines_of_chinese() -> None:
    from dashboard.render.plotly_forest import broken

    assert broken("Pay relative to the mean wage of urban non-private units") == ["Pay relative to the mean", "wage of urban non-private", "units"]
    assert broken("相对卫生和社会工作行业平均工资") == ["相对卫生和社会工", "作行业平均工资"] and broken("村聘") == ["村聘"]


def test_a_slide_draws_each_interval_as_a_line_that_no_legend_names() -> None:
    import io

    from pptx import Presentation

    from dashboard.render.powerpoint import DeckTitle, deck

    slide = list(Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang="en"), [build_chart(*GAPS, context("en"))]))).slides)[1]
    chart = next(s for s in slide.shapes if s.has_chart).chart
    names = [s.name for s in chart.plots[0].series]
    assert names == ["raw", "adjusted", "Pay gap by sex, interval", "Pay gap by contract, interval", "Pay gap by sex, interval"]
    hidden = chart.legend._element.xpath("./c:legendEntry[c:delete/@val='1']/c:idx/@val")
    assert [int(h) for h in hidden] == [2, 3, 4]
    assert any(s.has_text_frame and s.text_frame.text == "not estimable" for s in slide.shapes)
