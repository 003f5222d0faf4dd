"""Where yearly rosters are all that is known, a curve is drawn at the rosters' points, never as monthly steps; or refused, with figures."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dashboard.cli import make_cli
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.analysis.identifiers import identifier_check
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
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


YEARS = range(2019, 2025)


def _dealt_anew() -> tuple[str, dict[int, list[tuple[str, str, str]]]]:
    """Eighty posts in two clinics and two roles; the same eighty numbers are dealt among them anew every year. The text, and its rows by year."""
    rng = np.random.default_rng(11)
    numbers = [id_number(date(1970, 1, 1 + i % 28), i % 2 == 0, 300 + i, 1) for i in range(80)]
    posts = [("A-V01" if i % 2 else "B-V01", "乡村医生" if i % 4 < 2 else "村卫生室其他人员") for i in range(80)]
    rows = {year: [(str(n), *post) for n, post in zip(rng.permutation(numbers), posts, strict=True)] for year in YEARS}
    text = "".join(f"{n},{year}-12-31,{place},{role},乡村医生证\n" for year, listed in rows.items() for n, place, role in listed)
    return HEAD + text, rows


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_dealt_anew_every_year_are_refused_from_the_workbook_to_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    workspace, (text, rows) = registered(tmp_path), _dealt_anew()
    assert load(workspace, write(tmp_path, "花名册.csv", text)).build
    check = identifier_check(*(list(column) for year in (2019, 2020) for column in zip(*rows[year], strict=True)))
    assert check.verdict == "does_not_follow" and check.refusal is not None
    shown = f"{check.same_share:.1%}", f"{check.by_chance:.1%}", f"{check.kept}", "2019", "2020"
    for question in (["survival"], ["leaver_rate", "--period", "2022"], ["retention_12m", "--period", "2023"]):
        capsys.readouterr()
        assert outcome(make_cli(), ["observe", *question, "--workspace", str(workspace.path), "--format", "json", "--lang", lang]) == ExitCode.OK
        out, err = capsys.readouterr()
        assert {(r["status"], r["value"]) for r in json.loads(out)} == {("not_estimable", None)}
        assert all(figure in err for figure in shown), "the reason and its figures stand beside the answer"
    assert outcome(make_cli(), ["observe", "headcount", "--workspace", str(workspace.path), "--period", "2022", "--format", "json"]) == ExitCode.OK
    assert json.loads(capsys.readouterr().out)[0]["status"] == "ok", "that people are there is known all the same"
    _refused_on_the_screen(workspace.path, lang, shown)


def _refused_on_the_screen(folder: Path, lang: str, shown: tuple[str, ...]) -> None:
    gate = Gate(folder)
    try:
        edition, viewer = gate.edition(), Viewer.local(gate.site)
        page = next(p for p in all_pages() if p.name == "retention")
        state = read_state(page.path, f"?lang={lang}", choices(edition, viewer))
        assert state is not None
        sight = Sight(edition=edition, viewer=viewer, state=state)
        curve = chart_of(sight, next(c for c in page.cards if c.kind == "survival"))
        assert not curve.series or not any(p.value is not None for s in curve.series for p in s.points)
        assert all(figure in curve.empty for figure in shown)
        assert bool(re.search("[一-鿿]", curve.empty)) == (lang == "zh")
    finally:
        gate.close()
