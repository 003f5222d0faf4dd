"""Where yearly rosters are all that is known, a curve is drawn at the rosters' points, never as monthly steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.demo.people import id_number
from tests.unit.intake.files import load, registered, write

HEAD = "身份证号,基准日期,机构代码,人员类别,执业资格\n"


def _rosters() -> str:
    """Twelve persons; each year from 2019 a person joins and one of the joiners is missing from then on."""
    there = {i: range(2018, 2026) for i in range(6)} | {6 + i: range(2019 + i, 2026 if i % 2 else 2021 + i) for i in range(6)}
    numbers = {i: id_number(date(1980, 1, 1 + i), i % 2 == 0, 100 + i, 0) for i in there}
    return HEAD + "".join(
        f"{numbers[i]},{year}-12-31,A-V01,乡村医生,乡村医生证\n" for i, years in there.items() for year in years if year < 2026
    )


def test_a_curve_of_rosters_alone_joins_points_instead_of_steps(tmp_path: Path) -> None:
    workspace = registered(tmp_path)
    assert load(workspace, write(tmp_path, "花名册.csv", _rosters())).build
    gate = Gate(workspace.path)
    try:
        edition, viewer = gate.edition(), Viewer.local(gate.site)
        page = next(p for p in all_pages() if p.name == "retention")
        state = read_state(page.path, "?lang=zh", choices(edition, viewer))
        assert state is not None and edition.is_snapshot()
        sight = Sight(edition=edition, viewer=viewer, state=state)
        chart = chart_of(sight, next(c for c in page.cards if c.kind == "survival"))
        assert chart.mark == "line" and chart.series
        gaps = {round(p.x % 12, 0) % 12 for s in chart.series for p in s.points}
        assert gaps == {0}, "whole years of service only"
    finally:
        gate.close()
