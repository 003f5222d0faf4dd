"""Rows naming places without a register: kept where there is one root, and told as a warning, never as an error."""

from __future__ import annotations

from pathlib import Path

from pipelines.core.errors import ExitCode
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, REGIONS, load, returns, rows, write


def test_facilities_nobody_registered_are_kept_and_told_once(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    strange = {f"Z_V0{n}": 1 for n in range(1, 8)}
    result = load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, **strange)))
    (problem,) = result.plan.problems
    assert (problem.severity, problem.file, result.exit_code) == ("warning", "r.csv", ExitCode.OK)
    assert (problem.row, problem.also, problem.sheet) == (3, (4, 5, 6, 7, 8, 9), "")
    assert problem.found == "Z-V01, Z-V02, Z-V03, Z-V04, Z-V05"
    assert "7 row(s), 7 code(s)" in problem.line("en") and "机构代码不在名录中，归入“未归属”（7 行，7 个代码）" in problem.line("zh")
    assert result.plan.files[0].tables[0].loaded == 8
    assert rows(workspace, "select count(*) from raw_workforce_return") == [(8,)]


def test_a_register_in_the_same_load_or_before_it_is_enough(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    more = FACILITIES + "A-V02,丙村卫生室,村卫生室,140321100\n"
    result = load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, A_V02=3)), write(tmp_path, "机构2.csv", more))
    assert result.plan.problems == ()


def test_regions_nobody_registered_are_told_too(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    people = write(tmp_path, "人口.csv", "地区代码,年份,人口口径,人口数\n140321100,2022,常住,5\n999,2022,常住,7\n")
    clinics = write(tmp_path, "机构2.csv", FACILITIES + "A-V02,丙村卫生室,村卫生室,998\n")
    places = write(tmp_path, "地区2.csv", REGIONS + "140322100,某镇,乡镇,140322\n")
    found = {p.file: p.found for p in load(workspace, people, clinics, places).plan.problems}
    assert found == {"人口.csv": "999", "机构2.csv": "998", "地区2.csv": "140322"}


def test_a_site_that_replaces_itself_whole_is_told_as_well(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "england", site_text("england"))
    result = load(workspace, write(tmp_path, "r.csv", returns(A_V01=2).replace("乡村医生", "gp").replace("2022", "2019-20")))
    assert [(p.severity, p.found) for p in result.plan.problems] == [("warning", "A-V01")], [p.line("en") for p in result.plan.problems]


def test_several_roots_keep_such_rows_out(tmp_path: Path, registered_workspace: Registered) -> None:
    result = load(registered_workspace("demo"), write(tmp_path, "r.csv", returns(Z_V01=1)))
    assert [p.severity for p in result.plan.problems] == ["error"]
