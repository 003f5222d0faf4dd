"""One person in two main posts: found at the row, in the batch or against what was loaded, and never where there is none."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.core.errors import ExitCode
from pipelines.intake.batch import check_files
from pipelines.warehouse.durable import remove
from tests.unit.intake.checks.tables import ANN, BOB, ROSTER, SPELLS, check, lines, only, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, rows

TWO, OVERLAP = "has a main post at", "overlaps the same person's spell"
AT_A = f"{ANN},2023-12-31,A-V01,乡村医生,乡村医生证,是"
AT_B = f"{ANN},2023-12-31,B-V01,乡村医生,乡村医生证,是"


def test_a_person_on_two_townships_rosters_of_one_day(tmp_path: Path, registered_workspace: Registered) -> None:
    east = sheet(tmp_path, "冠山.csv", ROSTER, AT_A)
    west = sheet(tmp_path, "冶西.csv", ROSTER, f"{BOB},2023-12-31,B-V01,乡村医生,无,是", AT_B)
    plan = check(registered_workspace(), east, west)
    assert only(plan, TWO) == [("冶西.csv", (3,))]
    (problem,) = plan.problems
    assert (problem.column, problem.place, problem.found) == ("机构代码", 3, "B-V01")
    assert "A-V01 (冠山镇)" in problem.reason.zh and "冠山.csv，第 2 行" in problem.reason.zh
    assert (problem.severity, plan.exit_code, plan.rows) == ("warning", ExitCode.OK, 3), "headcount knows one main post a day"


def test_a_person_on_a_roster_loaded_before(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    assert load(workspace, sheet(tmp_path, "冠山.csv", ROSTER, AT_A)).plan.problems == ()
    west = sheet(tmp_path, "冶西.csv", ROSTER, AT_B, f"{BOB},2024-12-31,B-V01,乡村医生,无,是")
    assert only(check(workspace, west), TWO) == [("冶西.csv", (2,))]
    moved = sheet(tmp_path, "冠山2.csv", ROSTER, f"{BOB},2023-12-31,A-V01,乡村医生,无,是")
    assert told(check(workspace, moved, west), TWO) == [], "what this load replaces is no longer there"
    assert rows(workspace, "select count(*) from raw_roster") == [(1,)]


def test_two_clinics_of_one_township_count_too(tmp_path: Path, registered_workspace: Registered) -> None:
    more = sheet(tmp_path, "机构2.csv", "机构代码,机构名称,机构类型,所在乡镇代码", "A-V01,甲,村卫生室,140321100", "A-V02,丙,村卫生室,140321100")
    file = sheet(tmp_path, "冠山.csv", ROSTER, AT_A, AT_A.replace("A-V01", "A-V02"), AT_A.replace("是", "否").replace("A-V01", "A-T"))
    plan = check(registered_workspace(), more, file)
    assert told(plan, TWO) == [("冠山.csv", (3,))]
    assert "（第 2 行）" in next(p.reason.zh for p in plan.problems if TWO in p.reason.en)


def test_a_correction_is_held_against_the_rows_it_leaves(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    more = sheet(tmp_path, "机构2.csv", "机构代码,机构名称,机构类型,所在乡镇代码", "A-V01,甲,村卫生室,140321100", "A-V02,丙,村卫生室,140321100")
    load(workspace, more, sheet(tmp_path, "冠山.csv", ROSTER, AT_A))
    other = sheet(tmp_path, "更正.csv", ROSTER, AT_A.replace("A-V01", "A-V02"))
    assert told(check_files(workspace, [other], None), TWO) == [], "the month of the township is replaced"
    assert only(check_files(workspace, [other], None, mode="correct"), TWO) == [("更正.csv", (2,))], "the row at A-V01 stays"
    again = sheet(tmp_path, "更正2.csv", ROSTER, AT_A.replace("乡村医生证", "无"))
    assert told(check_files(workspace, [again], None, mode="correct"), TWO) == [], "the row itself is corrected"


@pytest.mark.parametrize("other", [
    AT_B.replace(",是", ",否"), AT_B.replace("2023-12-31", "2024-12-31"), AT_B.replace(ANN, BOB),
])  # fmt: skip
def test_a_second_post_another_day_and_another_person_are_fine(other: str, tmp_path: Path, registered_workspace: Registered) -> None:
    plan = check(registered_workspace(), sheet(tmp_path, "冠山.csv", ROSTER, AT_A), sheet(tmp_path, "冶西.csv", ROSTER, other))
    assert plan.problems == ()


def test_spells_that_overlap(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    result = load(workspace, sheet(
        tmp_path, "任职.csv", SPELLS,
        f"{ANN},B-V01,乡村医生,2019-01-01,,是",
        f"{ANN},A-V01,乡村医生,2015-01-01,2020-06-30,是",
        f"{BOB},A-V01,乡村医生,2015-01-01,2018-12-31,是",
        f"{BOB},A-V01,乡村医生,2019-06-01,,是",
    ))  # fmt: skip
    assert only(result.plan, OVERLAP) == [("任职.csv", (2,))]
    assert "A-V01 (2015-01-01)" in result.plan.problems[0].reason.en and "(row 3)" in result.plan.problems[0].reason.en
    later = check(workspace, sheet(tmp_path, "冶西.csv", SPELLS, f"{BOB},B-V01,乡村医生,2018-06-01,2018-09-30,是"))
    assert only(later, OVERLAP) == [("冶西.csv", (2,))], "the spell of the other township is loaded"


@pytest.mark.parametrize("second", [
    f"{ANN},B-V01,乡村医生,2020-07-01,,是",  # the day after
    f"{ANN},B-V01,乡村医生,2020-06-30,,是",  # handed over on the day itself
    f"{ANN},A-V01,乡村医生,2010-01-01,2012-12-31,是",  # the same facility, years before
    f"{ANN},B-V01,乡村医生,2018-01-01,,否",  # a second post
])  # fmt: skip
def test_spells_that_do_not(second: str, tmp_path: Path, registered_workspace: Registered) -> None:
    file = sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,2015-01-01,2020-06-30,是", second)
    assert check(registered_workspace(), file).problems == ()


Spell = tuple[int, str, int, int | None, bool]  # person, facility, first day, length, main
SPELL = st.tuples(st.integers(0, 1), st.sampled_from(["A-V01", "B-V01"]), st.integers(0, 12), st.none() | st.integers(0, 6), st.booleans())


def overlapping(spells: list[Spell]) -> set[int]:
    """Return the rows that overlap an earlier main spell of the person by more than the day of handing over: by days, one by one."""
    def days(spell: Spell) -> set[int]:
        return set(range(spell[2], 400 if spell[3] is None else spell[2] + spell[3] + 1))

    found = set()
    for i, one in enumerate(spells):
        for j, other in enumerate(spells):
            earlier = (other[2], j) < (one[2], i)
            if i != j and one[0] == other[0] and one[4] and other[4] and earlier and len(days(one) & days(other)) > 1:
                found.add(i + 2)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spells=st.lists(SPELL, min_size=1, max_size=8, unique_by=lambda s: s[:3]))
def test_overlaps_are_those_found_day_by_day(spells: list[Spell], tmp_path: Path, registered_workspace: Registered) -> None:
    remove(tmp_path / "workspace")
    start = date(2020, 1, 1)
    text = [
        f"{(ANN, BOB)[p]},{f},乡村医生,{start + timedelta(d)},{'' if n is None else start + timedelta(d + n)},{'是' if main else '否'}"
        for p, f, d, n, main in spells
    ]
    plan = check(registered_workspace(), sheet(tmp_path, "任职.csv", SPELLS, *text))
    found = {row for p in plan.problems if OVERLAP in p.reason.en for row in p.rows}
    assert found == overlapping(spells), lines(plan.problems)
