"""Subsidies that are withheld, were not handed in, or were counted and are none: three different sentences, on every card of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard.cards.subsidies import _doubt, _least_paid, _none_of, _types
from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.render.sentence import finding
from dashboard.sight import UNKNOWN, sight_at
from dashboard.view import chart_of
from pipelines.codelists.subsidy_type import SUBSIDY_TYPE

OBSERVED = ("steps", "audit", "breach")  # cards of observations that no release profile gives
NONE = ("no application", "No application", "No breach", "期内无申请记录", "没有违约记录")
HIDDEN, UNHEARD = {"zh": "在本发布口径下已隐藏。", "en": "suppressed in this release profile."}, {"zh": "未采集", "en": "not collected"}


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def shown(gate: Gate, card: str, search: str, areas: tuple[tuple[str, str], ...] = (("140300", "internal"),)) -> Chart:
    sight = sight_at(gate.edition(), Viewer("a", "planner", areas), "subsidies", search)
    assert sight is not None
    wanted = next(c for page in all_pages() if page.name == "subsidies" for c in page.cards if c.name == card)
    return chart_of(sight, wanted)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("areas", [
    (("140300", "restricted"),), (("140300", "public"),), (("140300", "restricted"), ("140321", "internal")),
])  # fmt: skip
@pytest.mark.parametrize("card", OBSERVED)
def test_what_a_release_withholds_is_never_told_as_none(gate, card, areas, lang):
    chart = shown(gate, card, f"region=140300&period=2025&lang={lang}", areas)
    assert chart.empty.endswith(HIDDEN[lang]) and chart.lack == "withheld" and finding(chart) == chart.empty and not chart.rows
    assert not any(none in said for none in NONE for said in (chart.empty, chart.finding))


@pytest.mark.parametrize("card", OBSERVED)
def test_a_county_of_ones_own_is_told_in_full_where_the_prefecture_is_withheld(gate, card):
    chart = shown(gate, card, "region=140321&period=2025&lang=en", (("140300", "restricted"), ("140321", "internal")))
    assert chart.rows and not chart.empty and not chart.lack


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("card", ["steps", "audit", "rates"])
def test_a_year_nobody_reported_is_not_a_year_of_none(gate, card, lang):
    chart = shown(gate, card, f"region=140322&period=2015&lang={lang}")
    assert UNHEARD[lang] in chart.empty and chart.lack == "not_collected" and not chart.rows and finding(chart) == chart.empty


@pytest.mark.parametrize(("lang", "said"), [("zh", "期内无申请记录。"), ("en", "No application is on record for this period.")])
def test_a_township_that_counted_none_says_none(gate, lang, said):
    steps, audit = (shown(gate, card, f"region=140322106&period=2025&lang={lang}") for card in ("steps", "audit"))
    assert finding(steps) == finding(audit) == said and len(steps.rows) == 5 and not steps.lack and not audit.lack
    breach = shown(gate, "breach", f"region=140322106&period=2020&lang={lang}")
    assert finding(breach) == {"zh": "没有违约记录。", "en": "No breach is on record."}[lang] and breach.lack == "none"


@pytest.mark.parametrize(("lang", "said"), [
    ("zh", "期内的申请尚无核实过的要点。"), ("en", "No audit point of the applications of this period has been checked yet."),
])  # fmt: skip
def test_applications_not_checked_yet_are_applications(gate, lang, said):
    """The township has three of 2025, none of which anybody has checked."""
    assert finding(shown(gate, "audit", f"region=140322102&period=2025&lang={lang}")) == said
    assert sum(row[1].value or 0 for row in shown(gate, "steps", f"region=140322102&period=2025&lang={lang}").rows) == 3


@pytest.mark.parametrize(("lang", "said"), [("zh", "已判定的 32 项全部符合。"), ("en", "All 32 points judged were met.")])
def test_points_that_were_all_met_are_told(gate, lang, said):
    assert shown(gate, "audit", f"region=140322&period=2025&lang={lang}").finding == said


@pytest.mark.parametrize(("lang", "said"), [
    ("zh", "只有一次性从业（安家）补助件数够单独看：37.5 %（6 / 16）。"),
    ("en", "only \"One-off entry or settling-in grant\" has enough applications to be told by itself: 37.5% (6 of 16)."),
])  # fmt: skip
def test_one_type_with_enough_applications_is_told(gate, lang, said):
    """16 of the county's 18 applications of 2024 are of one type: there are too few of the other only."""
    found = shown(gate, "steps", f"region=140322&period=2024&lang={lang}").finding
    assert found.endswith(said) and "too few" not in found and "太少" not in found


@pytest.mark.parametrize(("statuses", "said"), [
    (("small_n", "small_n"), "; too few of each type to compare them"), (("partial", "partial"), "; not all units reported, so types are not compared"),
    (("small_n",), ""), (("ok", "small_n"), '; only "One-off entry or settling-in grant" has enough applications to be told by itself: 37.5% (6 of 16)'),
])  # fmt: skip
def test_why_types_are_not_compared(statuses, said):
    row = {"value": 0.375, "numerator": 6.0, "denominator": 16.0}
    paid = {code: {**row, "status": status} for code, status in zip(("entry", "talent"), statuses, strict=False)}
    assert _doubt({**paid, "unknown": {**row, "status": "ok"}}, SimpleNamespace(lang="en")) == said


@pytest.mark.parametrize(("paid", "said"), [
    ({"entry": (6, 16), "talent": (7, 16)}, "One-off entry or settling-in grant gets to be paid least often: 37.5% (6 of 16)."),
    ({"entry": (3, 6), "talent": (5, 10)}, "One-off entry or settling-in grant and Talent programme get to be paid equally often, 50.0% each."),
    ({"entry": (3, 6), "cme": (9, 10), "talent": (5, 10)}, "One-off entry or settling-in grant and Talent programme get to be paid least often, 50.0% each."),
    ({"entry": (3, 6)}, ""),
])  # fmt: skip
def test_types_alike_are_told_as_alike(paid, said):
    rows = {code: {"value": top / below, "numerator": float(top), "denominator": float(below), "status": "ok"} for code, (top, below) in paid.items()}
    assert _least_paid(rows, SimpleNamespace(lang="en")) == said


def test_applications_of_no_known_type_have_a_row_where_there_are_any():
    assert [code for code, _ in _types({})] == list(SUBSIDY_TYPE.titles) and _types({"unknown": {}})[-1] == ("unknown", UNKNOWN)
    here = SimpleNamespace(lang="en")
    assert _none_of(None, {"entry": {}}, here) == "no application on record" and _none_of(None, {}, here) == "*", "by type nothing was answered"
    assert _none_of({"value": float("nan"), "status": "not_collected"}, {"entry": {}}, here) == "not collected"


@pytest.mark.parametrize(("lang", "said"), [
    ("zh", "没有已承诺、尚未到应付日的支付记录。"), ("en", "No payment committed for the years to come is on record."),
])  # fmt: skip
def test_no_payment_to_come_is_said(gate, lang, said):
    chart = shown(gate, "liability", f"region=140300&period=2015&lang={lang}")
    assert finding(chart) == said and not chart.lack, "the five townships that reported committed 0"


@pytest.mark.parametrize(("region", "period", "zh", "en"), [
    ("140322106", "2024", "2022 年违约 1 份；应退 3,267 元，尚未退还。", "2022: 1 breach; to be repaid 3,267 yuan, nothing repaid so far."),
    ("140300", "2019", "2019 年违约 2 份；应退 1.46 万元，已退 1.46 万元（100.0 %）。", "2019: 2 breaches; to be repaid 14,640 yuan, repaid 14,640 yuan (100.0%)."),
])  # fmt: skip
def test_one_breach_of_one_year_is_told_as_such(gate, region, period, zh, en):
    assert [shown(gate, "breach", f"region={region}&period={period}&lang={lang}").finding for lang in ("zh", "en")] == [zh, en]


def test_amounts_that_do_not_add_up_as_printed_say_that_they_are_rounded(gate):
    """The county's breaches print 8.37 together, beside 8.36 in the sentence; those of its township add up."""
    chart = shown(gate, "breach", "region=140322&period=2025&lang=zh")
    assert round(sum(float(row[2].text) for row in chart.rows), 2) == 8.37 and "应退 8.36 万元" in chart.finding
    assert chart.footer.note.endswith("金额各自四舍五入，相加与合计末位可有出入")
    assert "四舍五入" not in shown(gate, "breach", "region=140322106&period=2025&lang=zh").footer.note


def test_one_agreement_ends(gate):
    """Of the two that end in 2022 one was broken in that year: at the end of 2020 nobody knew of it."""
    assert shown(gate, "expiries", "region=140322106&period=2020&lang=en").finding == "1 ends in the next 12 months, 2 in the 12 after."


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["140300", "140322", "140322106", "542500"])
def test_no_amount_of_the_table_of_rates_reads_as_zero_and_is_not(gate, region, lang):
    areas = (("140300", "internal"), ("542500", "internal"))
    for year in range(2016, 2026):
        chart = shown(gate, "rates", f"region={region}&period={year}&lang={lang}", areas)
        assert chart.rows and " 0.00 " not in chart.finding
        for cell in (cell for row in chart.rows for cell in row[3:] if cell.value is not None):
            assert (cell.text == "0") == (cell.value == 0) and not (cell.tone and cell.text == "0"), (year, cell)
