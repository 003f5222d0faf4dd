"""Numbers as look.md writes them, in both languages."""

from __future__ import annotations

import re
from typing import get_args

import numpy as np
import pytest

from dashboard.charts.numbers import change, number, number_and_unit, scale_for, signed_change, whole
from pipelines.core.indicator import Unit
from pipelines.engine.compare import compare_over_time
from tests.unit.engine.observed import indicator, observations

WRITTEN = (
    (1050, "person", "CNY", "zh", "1,050 人"),
    (1050, "person", "CNY", "en", "1,050 people"),
    (58_000, "currency_per_person", "CNY", "zh", "5.80 万元"),
    (58_000, "currency_per_person", "CNY", "en", "58,000 yuan"),
    (345_000_000, "currency", "CNY", "zh", "3.45 亿元"),
    (9_800, "currency", "CNY", "zh", "9,800 元"),
    (984_000, "currency", "CNY", "zh", "98.40 万元"),
    (1_840_000, "currency", "CNY", "zh", "184.0 万元"),
    (0, "currency", "CNY", "en", "0 yuan"),
    (0, "currency", "CNY", "zh", "0 元"),
    (45.5, "currency", "CNY", "en", "45.50 yuan"),
    (10_200_000_000, "currency", "GBP", "en", "GBP 10.2 bn"),
    (1_234_000, "currency", "GBP", "en", "GBP 1.23 m"),
    (10_200_000_000, "currency", "GBP", "zh", "102.0 亿英镑"),
    (0.934, "share", "CNY", "zh", "93.4 %"),
    (0.934, "share", "CNY", "en", "93.4%"),
    (0, "share", "CNY", "en", "0.0%"),
    (-0.021, "share", "CNY", "zh", "−2.1 %"),
    (1.14, "per_1000", "CNY", "zh", "1.14 人/千人"),
    (0.0, "person", "CNY", "zh", "0 人"),
    (18, "application", "CNY", "zh", "18 件"),
    (18, "application", "CNY", "en", "18"),
    (2, "agreement", "CNY", "en", "2"),
    (1_200, "post", "CNY", "zh", "1,200 个"),
)


@pytest.mark.parametrize(("value", "unit", "currency", "lang", "words"), WRITTEN)
def test_a_number_is_written_as_people_here_write_it(value, unit, currency, lang, words) -> None:
    assert number(value, unit, currency, lang) == words


def test_chinese_never_uses_k_or_m() -> None:
    found = [number(10.0**e, unit, "CNY", "zh") for e in range(13) for unit in ("currency", "person", "patient")]
    assert not any(letter in words for words in found for letter in "KMkmBb")


def test_a_headline_has_its_number_and_unit_apart() -> None:
    assert number_and_unit(58_000, "currency", "CNY", "zh") == ("5.80", "万元")
    assert number_and_unit(0.934, "share", "CNY", "en") == ("93.4", "%")
    assert number_and_unit(10.2e9, "currency", "GBP", "en") == ("GBP 10.2", "bn")


def test_a_change_of_a_share_is_in_points_and_of_an_amount_in_percent() -> None:
    assert change(0.934, 0.923, "share", "zh") == "+1.1 百分点"
    assert change(0.934, 0.923, "share", "en") == "+1.1 pp"
    assert change(1050, 1080, "person", "zh") == "−2.8 %"
    assert change(1.14, 1.16, "per_1000", "en") == "−0.02 per 1,000"
    assert change(5, 5, "person", "en") == "0 people" and change(5, 0, "person", "en") == "+5 people"
    assert change(39, 4, "person", "zh") == "+35 人" and change(60, 20, "person", "zh") == "+200.0 %" and change(61, 20, "person", "zh") == "+41 人"
    assert change(3.0, 2.0, "currency", "zh") == "+50.0 %", "money is no count"


@pytest.mark.parametrize("unit", get_args(Unit))
@pytest.mark.parametrize(("before", "now"), [(65.0, 61.0), (4.0, 39.0), (52.0, 507.0), (0.0, 3.0)])
def test_a_sentence_tells_a_change_in_what_the_engine_tells_it_in(unit, before, now) -> None:
    of = indicator("made_up", unit, "count", "none")
    frame = observations(of, [("t1", "2023", before, np.nan, "ok"), ("t1", "2024", now, np.nan, "ok")])
    row = compare_over_time(frame, of, ["same_last_year"], "stock", periods=["2024"]).iloc[0]
    wanted = "" if row["reason"] else signed_change(row["change"], row["change_unit"], unit, "", "en")
    assert change(now, before, unit, "en") == wanted
    assert row["change_unit"] == "own_unit" or unit in ("share", "currency", "currency_per_person") or before == 65.0


def test_days_and_hours_change_by_so_many() -> None:
    assert change(61, 65, "day", "en") == "−4.0 days" and change(61, 65, "point", "zh") == "−4.0 分"


def test_a_ratio_changes_by_a_bare_figure() -> None:
    """倍 is said of no decrease; what comes to 0.00 has no sign."""
    for lang in ("zh", "en"):
        assert change(1.14, 1.17, "ratio", lang) == signed_change(-0.03, "own_unit", "ratio", "", lang) == "−0.03"
        assert signed_change(0.001, "own_unit", "ratio", "", lang) == "0.00"


@pytest.mark.parametrize("unit", get_args(Unit))
def test_one_of_anything_is_no_plural(unit) -> None:
    """What ends in s after 2 does not after 1, on tiles, in sentences and in changes; decimals keep it (1.0 days)."""
    for told in (number(1, unit, "CNY", "en"), " ".join(number_and_unit(1, unit, "CNY", "en")), signed_change(1, "own_unit", unit, "CNY", "en")):
        assert not re.fullmatch(r"\+?1 (\w+s|people)", told), told
    assert (number(2, "person", "", "en"), number(1, "village", "", "en"), number(1, "person", "", "zh")) == ("2 people", "1 village", "1 人")
    assert signed_change(-1, "own_unit", "person", "", "en") == "−1 person" and number_and_unit(1, "facility", "", "en") == ("1", "facility")


def test_halves_go_up_as_in_a_spreadsheet() -> None:
    assert number(2.05e9, "currency", "GBP", "en") == "GBP 2.1 bn"
    assert scale_for([0.0], "share", "", "en").bare(0.5835) == "58.4%"
    assert whole(1234.5) == "1,235"


def test_numbers_of_one_chart_share_a_scale() -> None:
    scale = scale_for([3_000, 58_000], "currency", "CNY", "zh")
    assert (scale.axis_unit, scale.full(scale.shown(3_000))) == ("万元", "0.30 万元")
    assert scale.spread(0.5, 5.8) == "0.50–5.80"
    assert scale_for([0.9], "share", "", "zh").spread(0.917, 0.948) == "91.7–94.8 %"


def test_an_interval_below_zero_is_joined_by_a_word() -> None:
    for lang, wanted in (("zh", "−3.1 至 1.2 %"), ("en", "−3.1 to 1.2%")):
        assert scale_for((0.01,), "share", "", lang).spread(-0.031, 0.012) == wanted
    assert scale_for((0.2,), "share", "", "en").spread(0.1, 0.2) == "10.0–20.0%"


def test_an_index_stands_alone_and_its_axis_says_what_it_is() -> None:
    scale = scale_for((0.275,), "index", "", "en")
    assert (scale.full(0.275), scale.axis_unit) == ("0.275", "index")


def test_events_and_people_a_doctor_are_not_called_people_per_thousand() -> None:
    assert number(0.9, "events_per_1000", "", "zh") == "0.90 人次/千人" and number(0.9, "events_per_1000", "", "en") == "0.90 per 1,000"
    assert number(1023.5, "per_doctor", "", "zh") == "1,024 人/全时当量"
    assert number(83.25, "per_doctor", "", "en") == "83.3", "the title says per what: Residents per full-time-equivalent doctor 83.3"
    assert change(1023.5, 1007.6, "per_doctor", "zh") == "+15.9 人/全时当量"


def test_a_long_time_has_no_tenths() -> None:
    assert [number(days, "day", "", "en") for days in (8.2, 99.95, 1642.0)] == ["8.2 days", "100.0 days", "1,642 days"]


def test_chinese_amounts_show_what_a_year_changes_and_add_up() -> None:
    pay = [33_450, 33_762, 34_560]
    scale = scale_for(pay, "currency_per_person", "CNY", "zh")
    assert [scale.bare(scale.shown(v)) for v in pay] == ["3.35", "3.38", "3.46"]
    owed = [14_400, 9_000, 15_000, 3_267, 33_000, 2_800, 6_000]
    sums = scale_for([sum(owed)], "currency", "CNY", "zh")
    printed = sum(float(sums.bare(sums.shown(v))) for v in owed)
    assert round(printed, 2) == float(sums.bare(sums.shown(sum(owed)))) == 8.35
