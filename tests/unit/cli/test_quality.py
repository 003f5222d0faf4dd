"""xiangyi quality and xiangyi explain, from files to a finding that stays explained over the next load."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import make_cli
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from pipelines.engine.quality import FINDING_COLUMNS
from tests.unit.intake.files import FACILITIES, REGIONS, write

Said = pytest.CaptureFixture[str]
RETURN = "机构代码,年份,人员类别,在岗人数,其中女性\n{a},2022,乡村医生,{n},3\nB-V01,2022,乡村医生,2,1\nA-V01,2023,乡村医生,2,1\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two townships; of the return of 2022 a part is larger than the whole, that of 2023 one did not send."""
    folder = tmp_path_factory.mktemp("quality")
    files = [write(folder, "地区.csv", REGIONS), write(folder, "机构.csv", FACILITIES), write(folder, "年报.csv", RETURN.format(a="A-V01", n=2))]
    made = str(folder / "workspace")
    assert outcome(make_cli(), ["init", made, "--site", "yangquan"]) == ExitCode.OK
    assert outcome(make_cli(), ["load", *map(str, files), "--workspace", made, "--yes"]) == ExitCode.OK
    return made


def ask(said: Said, *argv: str, code: ExitCode = ExitCode.OK) -> str:
    """Run a command and return what it printed."""
    said.readouterr()
    assert outcome(make_cli(), list(argv)) == code
    return said.readouterr().out


def of(found: dict[str, Any], rule: str) -> dict[str, Any]:
    """Return the one finding of a rule."""
    (row,) = [f for f in found["findings"] if f["rule"] == rule]
    return dict(row)


def test_scores_and_findings_in_three_formats(workspace: str, capsys: Said) -> None:
    found = json.loads(ask(capsys, "quality", "--workspace", workspace, "--period", "all", "--format", "json"))
    assert of(found, "part_above_whole")["place_code"] == "140321100" and of(found, "not_sent")["place_code"] == "140321101"
    county = [s for s in found["scores"] if (s["place_code"], s["period"], s["dimension"]) == ("140321", "2023", "completeness")]
    assert [(s["passed"], s["tests"]) for s in county] == [(7, 8)] and county[0]["score"] == pytest.approx(87.5), (
        "of 2023: one return of two; headcount and women of it, types and places of two clinics"
    )
    rows = list(csv.DictReader(io.StringIO(ask(capsys, "quality", "--workspace", workspace, "--period", "all", "--format", "csv"))))
    assert [r["finding_id"] for r in rows] == [f["finding_id"] for f in found["findings"]]
    assert list(rows[0]) == [*FINDING_COLUMNS, "state", "by", "at", "why"]
    table = ask(capsys, "quality", "--workspace", workspace, "--period", "2022", "--lang", "zh")
    assert "数据质量（2022）" in table and "冠山镇" in table and "其中项大于合计" in table and "没有报送" not in table
    assert "2023" in ask(capsys, "quality", "--workspace", workspace, "--lang", "en"), "the newest year when none is named"


def test_one_region_only(workspace: str, capsys: Said) -> None:
    found = json.loads(ask(capsys, "quality", "--workspace", workspace, "--region", "140321101", "--period", "all", "--format", "json"))
    assert {f["place_code"] for f in found["findings"]} == {"140321101"} == {s["place_code"] for s in found["scores"]}
    ask(capsys, "quality", "--workspace", workspace, "--region", "999", code=ExitCode.NOT_FOUND)
    ask(capsys, "quality", "--workspace", workspace, "--period", "1999", code=ExitCode.NOT_FOUND)


def test_an_explanation_holds_over_loads_until_the_figures_change(workspace: str, tmp_path: Path, capsys: Said) -> None:
    def state(rule: str = "part_above_whole") -> tuple[str, str]:
        found = json.loads(ask(capsys, "quality", "--workspace", workspace, "--period", "all", "--format", "json"))
        return of(found, rule)["state"], of(found, rule)["by"]

    known = json.loads(ask(capsys, "quality", "--workspace", workspace, "--period", "all", "--format", "json"))
    identity = of(known, "part_above_whole")["finding_id"]
    assert identity in ask(capsys, "explain", identity, "--by", "王某", "--why", "待核", "--workspace", workspace)
    assert state() == ("explained", "王某")
    table = ask(capsys, "quality", "--workspace", workspace, "--period", "2022", "--lang", "zh")
    assert "已说明（王某：待核）" in table
    more = write(tmp_path, "机构2.csv", FACILITIES + "A-V02,丙村卫生室,村卫生室,140321100\n")
    ask(capsys, "load", str(more), "--workspace", workspace, "--yes")
    assert state() == ("explained", "王某"), "another build, the same figures"
    again = write(tmp_path, "年报2.csv", RETURN.format(a="A-V02", n=2) + "A-V01,2022,乡村医生,1,3\n")
    ask(capsys, "load", str(again), "--workspace", workspace, "--yes")
    assert state() == ("changed", "王某"), "two rows of two now"
    ask(capsys, "explain", identity, "--by", "李某", "--why", "再查", "--reopen", "--workspace", workspace, code=ExitCode.OK)
    assert state() == ("reopened", "李某")


def test_what_cannot_be_explained_is_told(workspace: str, capsys: Said) -> None:
    ask(capsys, "explain", "000000000000", "--by", "a", "--why", "b", "--workspace", workspace, code=ExitCode.NOT_FOUND)
    found = json.loads(ask(capsys, "quality", "--workspace", workspace, "--period", "all", "--format", "json"))
    identity = of(found, "not_sent")["finding_id"]
    ask(capsys, "explain", identity, "--by", " ", "--why", "b", "--workspace", workspace, code=ExitCode.USAGE)
    ask(capsys, "explain", identity, "--by", "a", "--why", "b", "--reopen", "--workspace", workspace, code=ExitCode.REFUSED)
