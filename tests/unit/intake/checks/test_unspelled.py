"""People whom a roster shows and the unit's employment records do not: told when either comes, and no ghosts on the payroll."""

from __future__ import annotations

from pathlib import Path

from pipelines.intake.batch import check_files
from tests.unit.intake.checks.tables import ANN, BOB, PAY, ROSTER, SPELLS, check, only, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, rows

CAM, DEE = "C male 1971", "D female 1972"
MISSING, NOWHERE = "not counted", "in no spell and on no roster"


def roster(folder: Path, day: str, *persons: str, facility: str = "A-V01", more: str = "是") -> Path:
    """Write the roster of a clinic on a day."""
    return sheet(folder, f"册{day}{facility}.csv", ROSTER, *(f"{p},{day},{facility},乡村医生,乡村医生证,{more}" for p in persons))


def spells(folder: Path, *persons: str, start: str = "2015-01-01", end: str = "", facility: str = "A-V01") -> Path:
    """Write the employment records of a clinic."""
    return sheet(folder, f"任职{facility}{start}.csv", SPELLS, *(f"{p},{facility},乡村医生,{start},{end},是" for p in persons))


def test_records_that_lack_people_of_rosters_loaded_before(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, roster(tmp_path, "2023-06-30", ANN, BOB, CAM), roster(tmp_path, "2023-12-31", ANN, CAM, BOB))
    file = spells(tmp_path, ANN, DEE)
    assert only(check(workspace, file), MISSING) == [("任职A-V012015-01-01.csv", (2,))], "once for the sheet"
    (problem,) = load(workspace, file).plan.problems
    assert problem.severity == "warning" and "有 2 人在花名册当日没有任职记录" in problem.reason.zh
    assert "2023-06-30: 3, 4; 2023-12-31: 3, 4" in problem.reason.zh and "补报任职记录" in problem.remedy.zh
    assert rows(workspace, "select count(distinct person_key) from post_spell") == [(2,)], "it is so: the two are not counted"
    assert check(workspace, spells(tmp_path, ANN, BOB, CAM)).problems == ()
    assert check_files(workspace, [spells(tmp_path, BOB, CAM, start="2015-02-01")], None, mode="correct").problems == (), "ANN stays"


def test_a_roster_that_shows_people_the_records_lack(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, spells(tmp_path, ANN), spells(tmp_path, DEE, end="2023-06-30", start="2014-01-01"))
    plan = check(workspace, roster(tmp_path, "2023-12-31", ANN, BOB, DEE))
    assert only(plan, MISSING) == [("册2023-12-31A-V01.csv", (3, 4))]
    assert "表中 2 人在该日没有任职记录" in plan.problems[0].reason.zh and plan.rows == 3


def test_both_in_one_batch_are_told_at_the_roster_alone(tmp_path: Path, registered_workspace: Registered) -> None:
    plan = check(registered_workspace(), spells(tmp_path, ANN), roster(tmp_path, "2023-12-31", ANN, BOB))
    assert only(plan, MISSING) == [("册2023-12-31A-V01.csv", (3,))]


def test_who_is_not_missed(tmp_path: Path, registered_workspace: Registered) -> None:
    """A unit without records, a second post, somebody with a spell elsewhere, a spell that begins or ends that day."""
    workspace = registered_workspace()
    load(workspace, spells(tmp_path, ANN, start="2023-12-31"), spells(tmp_path, CAM, start="2010-01-01", end="2023-12-31"))
    assert told(check(workspace, roster(tmp_path, "2023-12-31", ANN, CAM)), MISSING) == []
    assert told(check(workspace, roster(tmp_path, "2023-12-31", BOB, facility="B-V01")), MISSING) == [], "rosters count there"
    assert told(check(workspace, roster(tmp_path, "2023-12-31", BOB, more="否")), MISSING) == []
    load(workspace, spells(tmp_path, BOB, facility="B-V01"))
    assert told(check(workspace, roster(tmp_path, "2023-12-31", BOB)), MISSING) == []


def test_pay_of_somebody_on_a_roster_without_a_record(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, spells(tmp_path, ANN), spells(tmp_path, DEE, end="2023-06-30", start="2014-01-01"))
    load(workspace, roster(tmp_path, "2023-06-30", ANN, BOB, DEE))
    months = [f"{p},A-V01,基本工资,2023-09-01,2023-09-30,1000" for p in (ANN, BOB, CAM, DEE)]
    late = f"{BOB},A-V01,基本工资,2024-09-01,2024-09-30,1000"
    assert only(check(workspace, sheet(tmp_path, "薪酬.csv", PAY, *months, late)), NOWHERE) == [
        ("薪酬.csv", (4,)), ("薪酬.csv", (5,)), ("薪酬.csv", (6,))
    ], "not BOB, whose record is missing; CAM is nowhere, DEE left in June, and a year later nothing is known of BOB"
