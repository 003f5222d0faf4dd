"""What people say they will do never stands on an axis with what they did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.charts import build_chart, check_meanings
from dashboard.page import Card, all_pages
from pipelines.core.indicator import Indicator
from pipelines.core.registry import collect
from pipelines.core.text import Text

INDICATORS = collect("pipelines.indicators", Indicator)
STAYING = [i for i in INDICATORS.values() if i.meaning == "staying"]
OPINION = [i for i in INDICATORS.values() if i.meaning == "opinion"]


def test_every_share_that_stays_says_so_and_every_survey_is_an_opinion() -> None:
    shares = {i.name for i in INDICATORS.values() if i.kind == "survival" and i.unit == "share"} | {"stability_index"}
    assert shares == {i.name for i in STAYING}
    assert {i.name for i in INDICATORS.values() if "survey" in i.needs and i.name.startswith("intention")} <= {i.name for i in OPINION}
    assert {"intention_to_leave", "intention_to_stay_5y"} <= {i.name for i in OPINION}


@pytest.mark.parametrize("kind", ["count", "ratio"])
def test_an_opinion_cannot_be_declared_as_anything_but_a_survey(kind: str) -> None:
    with pytest.raises(ValueError, match="opinion"):
        replace(OPINION[0], kind=kind)
    with pytest.raises(ValueError, match="opinion"):
        replace(STAYING[0], meaning="opinion")
    with pytest.raises(ValueError, match="opinion"):
        replace(OPINION[0], meaning="")


def test_no_card_puts_an_opinion_on_an_axis_with_anything_else() -> None:
    checked = [card for page in all_pages() for card in page.cards if check_meanings(card, INDICATORS) is None]
    assert len(checked) > 10


@pytest.mark.parametrize("kind", ["trend", "ranking", "distribution", "map"])
def test_a_card_that_does_is_refused(kind: str) -> None:
    card = Card(name="mixed", kind=kind, title=Text("混", "Mixed"), indicators=(STAYING[0].name, OPINION[0].name))
    with pytest.raises(ValueError, match="axis"):
        check_meanings(card, INDICATORS)


def test_a_retention_curve_is_of_staying_only() -> None:
    card = Card(name="curve", kind="survival", title=Text("线", "Curve"), indicators=(OPINION[0].name,))
    with pytest.raises(ValueError, match="axis"):
        check_meanings(card, INDICATORS)
    side_by_side = Card(name="both", kind="table", title=Text("表", "Table"), indicators=(STAYING[0].name, OPINION[0].name))
    assert check_meanings(side_by_side, INDICATORS) is None, "a table has no axis"
    assert build_chart is not None
