"""Two hospitals answer the same clinics in the same month: each replaces what it sent itself, and nothing of the other's."""

from __future__ import annotations

from pathlib import Path

from tests.unit.intake.files import load, registered, rows, write

HEAD = "申请单号,机构代码,上级医院代码,会诊类型,申请时间\n"


def requests(hospital: str, *numbers: int) -> str:
    """Return the month's requests to one hospital, from a clinic of the first township."""
    return HEAD + "".join(f"{hospital}-{n},A-V01,{hospital},远程会诊,2023-03-{n:02d} 09:00\n" for n in numbers)


def test_a_hospital_replaces_its_own_month_and_not_that_of_another(tmp_path: Path) -> None:
    workspace = registered(tmp_path)
    load(workspace, write(tmp_path, "h1.csv", requests("H1", 1, 2, 3)))
    load(workspace, write(tmp_path, "h2.csv", requests("H2", 4)))
    assert rows(workspace, "select count(*) from stg_consultation") == [(4,)]
    result = load(workspace, write(tmp_path, "h1.csv", requests("H1", 1, 2)))
    assert [(d.period, d.gone, d.unchanged) for d in result.plan.diffs] == [("2023-03/H1", 1, 2)]
    assert rows(workspace, "select request_id from stg_consultation order by 1") == [("H1-1",), ("H1-2",), ("H2-4",)]
