"""The order of a table led by ranks: the ranked from the last to the first, then numbers that are not ranked, then places without one."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts.chart import Chart
from dashboard.charts.numbers import Scale
from dashboard.charts.ranking import ranking
from dashboard.charts.standing import lead_rows, with_ranks, worst_first
from pipelines.core.text import LANGS, Lang
from tests.unit.charts.samples import card, context, frame


def observed(name: str, **statuses: str) -> pd.DataFrame:
    """A row a place, valued where its status has a number."""
    return frame(*({
        "indicator": name, "region_code": code, "region_name": code, "status": status,
        "value": 1.0 if status in ("ok", "partial") else None,
    } for code, status in statuses.items()))


def test_places_without_a_rank_come_after_the_ranked_and_those_without_a_number_last() -> None:
    rows = observed("density", A="not_collected", B="partial", C="ok", D="suppressed", E="ok", F="partial", G="ok")
    standing = pd.DataFrame({"region_code": [*"CEGABDF"], "rank": pd.array([2, 1, 2, None, None, None, None], dtype="Int64")})
    assert worst_first(rows, standing, is_neutral=False) == [*"CGEBFAD"]
    assert worst_first(rows, standing, is_neutral=True) == [*"ECGBFAD"], "without a good side from the largest down"


def test_a_place_of_which_the_first_indicator_says_nothing_stands_last_with_its_status() -> None:
    rows = pd.concat([observed("headcount", A="ok", B="ok", C="ok"), observed("density", B="ok", C="partial")], ignore_index=True)
    lead = lead_rows(rows, "density")
    assert dict(zip(lead["region_code"], lead["status"], strict=True)) == {"B": "ok", "C": "partial", "A": "not_collected"}
    assert set(lead["indicator"]) == {"density"} and lead.loc[lead["region_code"] == "A", "value"].isna().all()
    standing = pd.DataFrame({"region_code": [*"BCA"], "rank": pd.array([1, None, None], dtype="Int64")})
    assert worst_first(lead, standing, is_neutral=False) == [*"BCA"]
    assert lead_rows(rows[rows["indicator"] == "headcount"], "density").empty, "where nothing leads there is no order"


def noted(lang: Lang, lowest: list[int], highest: list[int]) -> str:
    """The note of a ranking of eight places, of which the last five are not told apart, by the sets of ranks they may have."""
    chart = Chart(
        name="r", kind="ranking", lang=lang, title="", unit="", subtitle="", scale=Scale(lang=lang), polarity="higher", indistinct=5,
        places={"zh": "县区", "en": "counties"}[lang],
    )
    standing = pd.DataFrame({
        "region_code": [*"ABCDEFGH"], "rank": range(1, 9), "rank_lower": lowest, "rank_upper": highest, "previous_period": "",
        "previous_rank": None,
    })
    return with_ranks(chart, [], standing, context(lang)).footer.note


@pytest.mark.parametrize("lang", LANGS)
def test_not_told_apart_is_explained_without_a_double_negation(lang: Lang) -> None:
    said = {
        "zh": "“无法区分”：其中任意两个县区之差的 95 % 区间都含 0；",
        "en": '"cannot be told apart": the 95% interval of the difference between any two of these counties includes 0; ',
    }
    assert said[lang] in noted(lang, [1, 1, 1, 1, 1, 4, 4, 4], [4, 4, 8, 8, 8, 8, 8, 8])


@pytest.mark.parametrize(("lang", "some", "every", "order"), [
    ("zh", "全部 8 个县区同时比较，更为谨慎：其中 6 个都可能", "全部 8 个县区同时比较，更为谨慎：每一个都可能", "名次不足以区分"),
    ("en", "6 of them may", "any of them may", "do not tell them apart"),
])
def test_where_all_may_be_last_it_is_said_of_every_one_and_not_of_eight_of_eight(lang: Lang, some: str, every: str, order: str) -> None:
    few = noted(lang, [1] * 8, [4, 4, 8, 8, 8, 8, 8, 8])
    assert some in few and every not in few and order not in few
    unlike = noted(lang, [1] * 7 + [2], [6, 7, 8, 8, 8, 8, 8, 8])
    assert every in unlike and "8 of" not in unlike and "其中 8 个" not in unlike and order not in unlike, "the last is never first: ranks say something"
    alike = noted(lang, [1] * 8, [8] * 8)
    assert every in alike and alike.endswith(order) and few != unlike


@pytest.mark.parametrize("lang", LANGS)
def test_a_rank_has_an_arrow_where_it_moved_beyond_chance_and_nowhere_else(lang: Lang) -> None:
    rows = frame(*({"indicator": "turnover_rate", "region_code": code, "region_name": code, "value": value, "lower": value / 2, "upper": value * 2}
                   for code, value in zip("ABCD", (0.4, 0.3, 0.2, 0.1), strict=True)))
    standing = pd.DataFrame({
        "region_code": [*"ABCD"], "rank": [4, 3, 2, 1], "rank_lower": 1, "rank_upper": 4, "previous_period": "2021", "previous_rank": [1, 3, 4, 2],
        "rank_change": [-3, 0, 2, 1], "movement": ["down", "same", "up", "within_noise"],
    })
    made = ranking(card("ranking", "turnover_rate"), rows, context(lang), standing=standing)
    both = {"zh": "{}（{}）", "en": "{} ({})"}[lang]
    assert made.beside[1:] == (both.format(4, 1) + " ▼", both.format(3, 3), both.format(2, 4) + " ▲", both.format(1, 2))
    assert "▲▼" in made.footer.note
    still = ranking(card("ranking", "turnover_rate"), rows, context(lang), standing=standing.assign(movement="within_noise"))
    assert "▲▼" not in still.footer.note and all(said.endswith(("）", ")")) for said in still.beside), "nothing points where all is chance"
