"""What cards find in their own figures: ends of classes by name, groups too small to be told apart, rates as they are set."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.cards.destiny import DOSES, OUTCOMES, _sentence, _share
from dashboard.cards.granted import _places
from dashboard.cards.reaching import SEASONS, _told, classes_told
from dashboard.cards.services import _standards_told
from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.numbers import scale_for
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.render.sentence import finding
from dashboard.sight import sight_at, worded
from dashboard.view import page_charts
from pipelines.engine.observe import Query


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def _chart(gate: Gate, page: str, name: str, region: str, lang: str, period: str = "2025") -> Chart:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), page, f"region={region}&period={period}&lang={lang}")
    assert sight is not None
    (chart,) = [c for c in page_charts(sight) if c.name == name]
    return chart


def classes(lang: str, partly: str, **shares: float | None) -> Series:
    scale = scale_for((), "share", "", lang)
    points = tuple(
        Point(
            label=name, code=name, x=float(i), y=v, value=v, status="partial" if name in partly else "ok" if v is not None else "not_collected",
            text="" if v is None else scale.full(v),
        )
        for i, (name, v) in enumerate(shares.items())
    )
    return Series(name="reach", code="reach", colour=0, points=points)


@pytest.mark.parametrize(
    ("lang", "shares", "partly", "said"),
    [
        ("en", {"A": 0.5, "B": 0.9, "C": 0.7}, "", "A is lowest at 50.0%; B is highest at 90.0%"),
        ("zh", {"A": 0.5, "B": 0.9, "C": 0.7}, "", "A最低，为 50.0 %；B最高，为 90.0 %"),
        ("en", {"A": 0.5, "B": 0.90001, "C": 0.9}, "", "A is lowest at 50.0%; B and C are highest, each at 90.0%"),
        ("en", {"A": 1.0, "B": 1.0, "C": 1.0, "D": None}, "", "all 3 classes are at 100.0%"), ("zh", {"A": 1.0, "B": 1.0}, "", "两类地区均为 100.0 %"),
        ("en", {"A": 0.25, "B": None}, "", "A is at 25.0% (the only class with a figure)"), ("en", {"A": None}, "", ""),
        ("en", {"A": 0.5, "B": 0.9}, "A", "B is at 90.0% (the only class fully reported)"), ("zh", {"A": 0.5, "B": 0.9}, "A", "B为 90.0 %（只有这一类上报齐全）"),
        ("en", {"A": 0.5, "B": 0.9, "C": 0.7}, "A", "C is lower at 70.0%; B is higher at 90.0% (of the 2 classes fully reported)"),
        ("zh", {"A": 0.5, "B": 0.9}, "AB", "各类上报都不全，不作比较"),
    ],
)
def test_the_lowest_and_the_highest_class_are_named_of_those_reported_in_full(lang, shares, partly, said):
    assert classes_told(classes(lang, partly, **shares), lang) == said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["steps", "rates"])
def test_cards_of_subsidies_are_called_by_a_finding_of_their_own(gate, name, lang):
    for region in ("140300", "140322", "140322106"):
        chart = _chart(gate, "subsidies", name, region, lang)
        assert chart.empty or chart.finding, region


@pytest.mark.parametrize(("lang", "said"), [
    ("zh", "3 类人员共 24 项标准：门诊每次 12 分钟；会议、报表、培训等占工时 21.0 %。"),
    ("en", "24 standards for 3 staff groups: 12 minutes a visit; meetings, reports, training and the like take 21.0% of time."),
])
def test_the_standards_of_the_demo_are_told(gate, lang, said):
    """Five kinds of work and three shares (reports 12 %, meetings 5 %, training 4 %) for each of village doctors, township doctors and nurses."""
    assert finding(_chart(gate, "services", "standards", "140322", lang)) == said


@pytest.mark.parametrize(("lang", "pattern"), [
    ("zh", "WISN 比值：{n} 个乡镇街道在 {low:.2f}–{high:.2f} 倍之间。"), ("en", "WISN ratio: {n} townships lie between {low:.2f} and {high:.2f} times."),
])
def test_wisn_of_a_county_is_told_from_its_least_to_its_most(gate, lang, pattern):
    frame = gate.edition().observe(Viewer.local(gate.site), Query("wisn_ratio", level="township", period="2025"))
    found = frame.loc[frame["region_code"].str.startswith("140322"), "value"].dropna()
    assert len(found) > 1
    assert finding(_chart(gate, "services", "wisn", "140322", lang)) == pattern.format(n=len(found), low=found.min(), high=found.max())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_county_of_two_seasons_alike_is_told_once_and_names_them(gate, lang):
    assert finding(_chart(gate, "equity", "reach", "140322", lang)) == {"zh": "通行季和最难季节相同：3 类地区均为 100.0 %。", "en": "In both seasons all 3 classes are at 100.0%."}[lang]


def test_seasons_that_differ_are_told_each_in_a_sentence():
    open_season, hardest = (replace(classes("en", "", **shares), code=code) for code, shares in zip(SEASONS, ({"A": 1.0, "B": 0.9}, {"A": 0.8, "B": 0.7}), strict=True))
    scale = scale_for((), "share", "", "en")
    chart = Chart(name="c", kind="bars", mark="bar", lang="en", title="", unit="", subtitle="", scale=scale, series=(open_season, hardest))
    assert _told(chart) == "Open season: B is lower at 90.0%; A is higher at 100.0%. Hardest season: B is lower at 70.0%; A is higher at 80.0%."


@pytest.mark.parametrize(
    ("people", "left", "ending"),
    [
        ((190, 60, 60, 67), (5, 3, 3, 5), "; the shares that left cannot be told apart (95% interval of the difference −0.6 to 13.8 points)."),
        ((11, 6, 8, 7), (0, 1, 0, 2), "; the groups are too small to be told apart."),
        ((200, 0, 0, 200), (4, 0, 0, 14), "; the shares that left are 5.0 points apart (95% interval 0.9 to 9.6)."),  # their own intervals overlap
        ((25, 0, 0, 25), (7, 0, 0, 1), "; the shares that left are 24.0 points apart (95% interval 3.3 to 43.9)."),
        ((0, 0, 40, 0), (0, 0, 1, 0), "2.5% left and 0.0% rose."),
    ],
)
def test_training_and_destiny_tells_the_two_ends_with_their_people(gate, people, left, ending):
    said, ends = _destiny(gate, "en", people, left), [i for i, n in enumerate(people) if n]
    assert said.endswith(ending) and all(f"of {people[i]} with" in said and f"{100 * left[i] / people[i]:.1f}% left" in said for i in (ends[0], ends[-1]))


def test_two_shares_are_told_apart_by_the_interval_of_their_difference(gate):
    """4 of 200 and 14 of 200: Fisher's exact test has p = 0.027 though 0.8-5.0 and 4.2-11.4 overlap; limits by Newcombe's method 10."""
    assert _destiny(gate, "zh", (200, 0, 0, 200), (4, 0, 0, 14)) == (
        "2025 年，没有培训的 200 人中，离开 2.0 %、提升 0.0 %；40\u00a0学时以上的 200 人中，离开 7.0 %、提升 0.0 %；"
        "离开的比例相差 5.0 个百分点（95 % 区间 0.9 至 9.6）。"
    )
    assert _destiny(gate, "zh", (190, 60, 60, 67), (5, 3, 3, 5)).endswith("；离开的比例不能区分（之差的 95 % 区间 −0.6 至 13.8 个百分点）。")


@pytest.mark.parametrize(("lang", "said"), [
    ("zh", "2025 年，没有培训的 190 人中，离开 2.6 %、提升 2.1 %；40\u00a0学时以上的 67 人中，离开 7.5 %、提升 13.4 %；"
           "离开的比例不能区分（之差的 95 % 区间 −0.6 至 13.8 个百分点）。"),
    ("en", "In 2025, of 190 with no training, 2.6% left and 2.1% rose; of 67 with over 40 hours, 7.5% left and 13.4% rose; "
           "the shares that left cannot be told apart (95% interval of the difference −0.6 to 13.8 points)."),
])
def test_training_and_destiny_of_a_county_of_the_demo(gate, lang, said):
    """5 of 190 left and 4 rose, 5 of 67 left and 9 rose; Newcombe's limits of 4.8 points are -0.6 and 13.8."""
    assert finding(_chart(gate, "training", "dose_and_destiny", "140322", lang)) == said


def _destiny(gate: Gate, lang: str, people: tuple[int, ...], left: tuple[int, ...]) -> str:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "training", f"region=140300&period=2025&lang={lang}")
    assert sight is not None
    counts = {(i, name): left[i] if name == "left" else 0 for i in range(len(DOSES)) for name in OUTCOMES}
    return _sentence({key: _share(count, people[key[0]]) for key, count in counts.items()}, "2025", sight)


def test_rates_are_told_as_they_are_set():
    assert [_places(rates, 2) for rates in ((1.2, 3.0), (2.0, 15.0), (1.25, 3.0), (0.123,))] == [1, 0, 2, 2]


def test_standards_are_told_by_what_moves_the_answer():
    frame = pd.DataFrame({
        "staff_group": ["a", "a", "a", "b"], "service_kind": ["visits", None, None, "visits"], "standard_minutes": [12.0, None, None, 15.0],
        "allowance_share": [None, 0.12, 0.05, None],
    })
    assert _standards_told(frame, "en") == (
        "4 standards for 2 staff groups: 12 to 15 minutes a visit; meetings, reports, training and the like take 17.0% of time "
        "(1 staff group without this standard)."
    )
    assert _standards_told(frame, "zh").endswith("会议、报表、培训等占工时 17.0 %（1 类人员没有这项标准）。")
    assert _standards_told(frame[:3], "zh") == "1 类人员共 3 项标准：门诊每次 12 分钟；会议、报表、培训等占工时 17.0 %。" and _standards_told(frame[:0], "en") == ""


def test_a_share_of_time_that_nobody_gave_is_not_told_as_nothing():
    frame = pd.DataFrame({"staff_group": ["a", "b"], "service_kind": ["visits", "home_visits"], "standard_minutes": [1.0, 15.0], "allowance_share": [None, None]})
    assert [_standards_told(frame, lang) for lang in ("zh", "en")] == ["2 类人员共 2 项标准：门诊每次 1 分钟。", "2 standards for 2 staff groups: 1 minute a visit."]
    assert [_standards_told(frame[1:], lang) for lang in ("zh", "en")] == ["1 类人员共 1 项标准。", "1 standard for 1 staff group."]
    given = frame.assign(allowance_share=[0.0, 0.2])
    assert _standards_told(given, "en").endswith("take 0.0% to 20.0% of time."), "a zero that was given is a number"


@pytest.mark.parametrize(("lang", "words"), [("zh", "只有全年数，未列出：{names}。"), ("en", "Not listed, because counted over or filed for whole years only: {names}.")])
def test_figures_of_whole_years_are_not_called_unknown_in_a_quarter(gate, lang, words):
    """Those without a number in the quarter that the engine answers for years only, by its own declaration."""
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "overview", f"region=140322&period=2025-Q3&lang={lang}")
    assert sight is not None
    known = worded(sight)
    yearly = [known[h.name].title.of(lang) for h in headlines(sight) if not h.value and known[h.name].yearly]
    (text,) = [c.rows[0][0].text for c in page_charts(sight) if c.name == "draft"]
    assert len(yearly) > 1 and words.format(names={"zh": "、", "en": ", "}[lang].join(yearly)) in text
    assert "未采集" not in text and "Not collected" not in text


@pytest.mark.parametrize(("lang", "calm", "warned"), [
    ("zh", "按 2024 年全年，没有地区连续两期超出常见波动。", "按 2024 年全年，需要关注的地区：冠山镇，"),
    ("en", "Judged by the full year 2024, no place went beyond its usual variation two periods running.",
     "Judged by the full year 2024, places that need attention: Guanshan Town"),
])
def test_in_mid_year_the_draft_says_first_which_year_it_judged(gate, lang, calm, warned):
    """The whole year before the quarter: of 2025 only three quarters are there."""
    said = {region: _chart(gate, "overview", "draft", region, lang, "2025-Q3").rows[0][0].text for region in ("542521", "140321")}
    assert said["542521"].endswith(calm) and warned in said["140321"]
    assert "2024 年" not in (whole := _chart(gate, "overview", "draft", "140321", lang, "2025").rows[0][0].text) and "Judged" not in whole


def test_a_headline_says_by_a_field_that_it_is_counted_by_the_year(gate):
    viewer = Viewer.local(gate.site)
    of_years = {}
    for period in ("2025-Q3", "2025"):
        sight = sight_at(gate.edition(), viewer, "overview", f"region=140322&period={period}&lang=zh")
        assert sight is not None
        of_years[period] = {h.name for h in headlines(sight) if h.is_by_year}
    assert of_years == {"2025-Q3": {"retention_12m", "median_pay", "credit_completion"}, "2025": set()}


@pytest.mark.parametrize(("lang", "value", "unit", "fact"), [("zh", "18", "件", "18 件"), ("en", "18", "", "18")])
def test_a_title_that_has_its_noun_is_not_told_it_again(gate, lang, value, unit, fact):
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "subsidies", f"region=140322&period=2025&lang={lang}")
    assert sight is not None
    first = headlines(sight)[0]
    assert (first.name, first.value, first.unit, first.fact) == ("applications", value, unit, fact)


@pytest.mark.parametrize(("lang", "unit", "told"), [("zh", "个", " 个"), ("en", "", "")])
def test_facilities_are_not_told_to_be_facilities_in_english(gate, lang, unit, told):
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "clinics", f"region=140322&period=2025&lang={lang}")
    assert sight is not None
    shown = {headline.name: headline for headline in headlines(sight)}
    first = shown["facility_count"]
    assert first.value.isdigit() and (first.unit, first.fact) == (unit, first.value + told)
    assert lang == "zh" or shown["headcount"].unit == "people", "a unit that the title does not name stays"
