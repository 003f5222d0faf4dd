"""Retention curves of the demo: every group that was followed is drawn, one that stands alone is named, the division is the reader's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.sight import sight_at
from dashboard.view import chart_of
from pipelines.core.text import LANGS
from pipelines.engine.observe import Query

END = 120.0


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def curves(gate: Gate, search: str) -> dict[str, Chart]:
    """The curve cards of the page Retention by name."""
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "retention", search)
    assert sight is not None
    return {c.name: chart_of(sight, c) for c in sight.state.cards if c.kind == "survival"}


def townships(gate: Gate) -> list[str]:
    return [p.code for root in gate.site.roots for p in gate.edition().places(Viewer.local(gate.site)).under(root.code) if p.level == "township"]


def test_every_sex_that_was_followed_is_drawn_to_where_it_was_followed(gate: Gate) -> None:
    """By the rows of the engine itself, whose first and last of each curve say from when to when somebody was at risk at every moment."""
    edition, viewer, told = gate.edition(), Viewer.local(gate.site), 0
    for code in townships(gate):
        rows = edition.observe(viewer, Query("survival", level="township", region=code, by="sex"))
        rows = rows[rows["value"].notna()]
        wanted = {str(sex): min(END, float(group["at"].max())) for sex, group in rows.groupby("category") if group["at"].max() > 0}
        chart = curves(gate, f"?region={code}&by=sex&lang=en")["survival_remoteness"]
        drawn = {s.code if len(wanted) > 1 else next(iter(wanted)): s.points[-1].x for s in chart.series}
        assert drawn == pytest.approx(wanted), code
        told += len(wanted) > 1
    assert told > 60, "most townships have both"


@pytest.mark.parametrize("lang", LANGS)
def test_a_curve_that_stands_alone_says_whose_it_is(gate: Gate, lang: str) -> None:
    chart = curves(gate, f"?region=140322106&lang={lang}")["survival_remoteness"]
    assert len(chart.series) == 1
    assert chart.title in {"zh": ("留任曲线（一类边远）", "留任曲线（一般地区）"), "en": ("Retention curve (Remote class 1)", "Retention curve (Not remote)")}[lang]


@pytest.mark.parametrize("by", ["sex", "staff_group", "remoteness"])
def test_the_curve_is_divided_as_the_reader_chose(gate: Gate, by: str) -> None:
    (chart,) = curves(gate, f"?region=140300&by={by}&lang=en").values()
    assert chart.title == f"Retention curve by {by.replace('_', ' ')}" and len(chart.series) > 1
