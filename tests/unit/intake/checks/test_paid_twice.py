"""The same money twice: spans of one person and component that meet, in a file, beside what was loaded, or in two townships."""

from __future__ import annotations

from pathlib import Path

from tests.unit.intake.checks.tables import ANN, BOB, PAY, check, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, load, write

TWICE = "both are counted"


def _pay(who: str, days: str, facility: str = "A-V01", component: str = "基本工资") -> str:
    return f"{who},{facility},{component},{days},1000"


YEAR, JANUARY, FEBRUARY, MARCH = "2025-01-01,2025-12-31", "2025-01-01,2025-01-31", "2025-02-01,2025-02-28", "2025-03-01,2025-03-31"
QUARTER, NEXT = "2025-01-01,2025-03-31", "2025-04-01,2025-06-30"


def test_a_quarter_over_a_month_of_the_same_component_is_money_counted_twice(tmp_path: Path, registered_workspace: Registered) -> None:
    plan = check(registered_workspace(), sheet(
        tmp_path, "薪酬.csv", PAY,
        _pay(ANN, QUARTER), _pay(ANN, FEBRUARY), _pay(ANN, FEBRUARY, component="绩效工资"), _pay(BOB, QUARTER), _pay(BOB, NEXT),
    ))  # fmt: skip
    assert told(plan, TWICE) == [("薪酬.csv", (2,))] and plan.rows == 5


def test_a_year_meets_the_months_that_were_loaded_before(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "months.csv", PAY, _pay(ANN, JANUARY), _pay(ANN, FEBRUARY), _pay(BOB, NEXT)))
    year = sheet(tmp_path, "year.csv", PAY, _pay(ANN, YEAR), _pay(BOB, JANUARY))
    plan = check(workspace, year)
    assert told(plan, TWICE) == [("year.csv", (2,))]
    assert "A-V01" in next(p for p in plan.problems if TWICE in p.reason.en).reason.zh


def test_a_month_meets_the_year_that_was_loaded_before(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "year.csv", PAY, _pay(ANN, YEAR), _pay(BOB, JANUARY)))
    assert told(check(workspace, sheet(tmp_path, "march.csv", PAY, _pay(ANN, MARCH), _pay(BOB, MARCH))), TWICE) == [("march.csv", (2,))]


def test_one_month_paid_by_two_townships_is_asked_about_and_two_clinics_of_one_are_not(
    tmp_path: Path, registered_workspace: Registered
) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "机构.csv", FACILITIES + "A-V02,丙村卫生室,村卫生室,140321100\n"))
    here = sheet(tmp_path, "a.csv", PAY, _pay(ANN, JANUARY), _pay(ANN, JANUARY, "A-V02"), _pay(BOB, JANUARY))
    there = sheet(tmp_path, "b.csv", PAY, _pay(ANN, JANUARY, "B-V01"), _pay(BOB, FEBRUARY, "B-V01"))
    assert told(check(workspace, here, there), TWICE) == [("b.csv", (2,))]
    load(workspace, here)
    assert told(check(workspace, there), TWICE) == [("b.csv", (2,))]
    assert told(check(workspace, here), TWICE) == [], "what replaces itself meets nothing"


def test_a_payee_written_out_is_the_same_as_one_left_blank_and_noughts_and_totals_are_no_money_twice(
    tmp_path: Path, registered_workspace: Registered
) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(
        tmp_path, "months.csv", PAY, _pay(ANN, JANUARY), _pay(ANN, JANUARY, component="合计"), _pay(BOB, JANUARY).replace(",1000", ",0"),
    ))  # fmt: skip
    year = sheet(
        tmp_path, "year.csv", f"{PAY},收款对象", *(f"{row},个人" for row in (
            _pay(ANN, YEAR), _pay(ANN, YEAR, component="合计"), _pay(BOB, JANUARY, "B-V01"),
        )),
    )  # fmt: skip
    assert told(check(workspace, year), TWICE) == [("year.csv", (2,))]
