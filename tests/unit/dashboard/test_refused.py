"""What the files cannot tell is refused in words: no one to follow, identifiers that do not follow people, a part of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.demo.people import id_number
from tests.unit.intake.files import load, registered, returns, write

FOLLOWING = ("survival_remoteness", "in_and_out", "exit_reasons", "leaver_trend", "stability_panels", "cohort_triangle", "hazard_tenure")
Show = Callable[[str, str, str], Chart]


@contextmanager
def shown(folder: Path, area: str = "internal") -> Iterator[Show]:
    """Open a workspace and return a function from page, card and address to the chart."""
    gate = Gate(folder)
    edition = gate.edition()
    viewer = Viewer("a", "planner", tuple((root.code, area) for root in gate.site.roots))

    def show(page_name: str, card: str, search: str = "?lang=en") -> Chart:
        page = next(p for p in all_pages() if p.name == page_name)
        state = read_state(page.path, search, choices(edition, viewer))
        assert state is not None
        return chart_of(Sight(edition=edition, viewer=viewer, state=state), next(c for c in page.cards if c.name == card))

    try:
        yield show
    finally:
        gate.close()


def test_counts_alone_tell_nobody_who_stayed(tmp_path: Path) -> None:
    workspace = registered(tmp_path)
    assert load(workspace, write(tmp_path, "年报.csv", returns(A_V01=3, B_V01=4))).build
    with shown(workspace.path) as show:
        for card in FOLLOWING:
            chart = show("retention", card)
            assert "count people at each date" in chart.empty, card
            assert not chart.rows or all(cell.value is None for row in chart.rows for cell in row), card
        assert show("retention", "destinations", "?lang=zh").empty.startswith("已加载的文件只有各期人数")
        assert "not told by age and licence" in show("supply", "age_licence").empty
        assert "no licence" in show("supply", "licence_calendar").empty.lower()
        assert "not collected" in show("supply", "village_list").empty


def test_identifiers_that_do_not_follow_people_are_the_reason_given(tmp_path: Path) -> None:
    workspace = registered(tmp_path)
    head = "身份证号,基准日期,机构代码,人员类别,执业资格\n"
    rows = "".join(  # the same number of people in the same places every year, and not one number again
        f"{id_number(date(1980, 1 + i % 12, 1 + i // 12), i % 2 == 0, 100 + i, year - 2018)},{year}-12-31,{'AB'[i % 2]}-V01,乡村医生,乡村医生证\n"
        for year in range(2018, 2023) for i in range(120)
    )
    assert load(workspace, write(tmp_path, "花名册.csv", head + rows)).build
    with shown(workspace.path) as show:
        for card in ("survival_remoteness", "leaver_trend", "cohort_triangle", "hazard_tenure"):
            assert show("retention", card).empty.startswith("Rosters of 2018 and 2019"), card


@pytest.fixture(scope="module")
def demo_show(demo_workspace: Path) -> Iterator[Show]:
    """The cards of the demo."""
    with shown(demo_workspace) as show:
        yield show


def test_a_part_of_a_year_asks_for_a_year(demo_show: Show) -> None:
    chart = demo_show("retention", "leaver_ranking", "?region=140300&period=2024-Q3&lang=en")
    assert "choose a year" in chart.empty
    assert demo_show("retention", "in_and_out", "?region=140300&period=2024-Q3").series, "a change needs no year"


def test_who_sees_no_records_sees_no_list_made_of_them(demo_workspace: Path) -> None:
    with shown(demo_workspace, "restricted") as show:
        for page, card in (("supply", "village_list"), ("supply", "licence_calendar"), ("retention", "destinations")):
            chart = show(page, card, "?region=140300&period=2024&lang=en")
            assert "those who answer for the place" in chart.empty and not chart.rows, card
        curve = show("retention", "survival_remoteness", "?region=140300&by=sex&lang=en")
        assert not curve.test and "log-rank" not in curve.footer.note
