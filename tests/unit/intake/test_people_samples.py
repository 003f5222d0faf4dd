"""Every sample of people, growth and help from above through the front door: each row is loaded once, and a year replaces its year only."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.intake.batch import load_files
from pipelines.site import site_text
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, rows, write

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"
TOPICS = ("people", "growth", "support")
WIDE = {"survey", "tenure"}  # of another topic's author; open data without a place
MINE = [d for d in collect("pipelines.datasets", Dataset).values() if d.topic in TOPICS and not d.is_private and d.name not in WIDE]
WANG = "999000198003050024"


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of the samples' own county with every sample loaded in one go."""
    workspace = Workspace.create(tmp_path_factory.mktemp("samples") / "workspace", site_text("yangquan"))
    names = ["region", "facility", *(d.name for d in MINE)]
    result = load_files(workspace, [SAMPLE / f"{name}.csv" for name in names], None, lambda plan: True)
    assert [p.line("en") for p in result.plan.problems if p.severity == "error"] == [] and result.build is not None
    return workspace


@pytest.mark.parametrize("dataset", MINE, ids=lambda d: d.name)
def test_every_row_of_a_sample_is_staged_once(sampled: Workspace, dataset: Dataset) -> None:
    with (SAMPLE / f"{dataset.name}.csv").open(encoding="utf-8-sig") as sheet:
        written = len(list(csv.DictReader(sheet)))
    assert rows(sampled, f"select count(*) from stg_{dataset.name}") == [(written,)]


def test_what_is_sent_whole_replaces_whole_and_histories_year_by_year(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    honours = "姓名,身份证号,机构代码,荣誉名称,授予日期\n"
    licences = "姓名,身份证号,机构代码,证书类型,发证日期\n"
    load(workspace, write(tmp_path, "h1.csv", honours + f"王,{WANG},A-V01,甲奖,2021-05-01\n王,{WANG},A-V01,乙奖,2022-05-01\n"),
         write(tmp_path, "l1.csv", licences + f"王,{WANG},A-V01,乡村医生证,2015-01-01\n"))
    load(workspace, write(tmp_path, "h2.csv", honours + f"王,{WANG},A-V01,丙奖,2022-06-01\n"),
         write(tmp_path, "l2.csv", licences + f"王,{WANG},A-V01,执业助理医师,2020-01-01\n"))
    assert rows(workspace, "select honour from stg_honour order by 1") == [("丙奖",), ("甲奖",)], "2022 was sent anew, 2021 stays"
    assert rows(workspace, "select licence_type from stg_licence") == [("assistant",)], "a register is sent whole"


def test_who_waited_for_a_title_and_got_it_waits_no_longer(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    titles = "姓名,身份证号,机构代码,职称,申报日期,取得（评定）日期,评定结果\n"
    load(workspace, write(tmp_path, "t1.csv", titles + f"王,{WANG},A-V01,主治医师,2022-03-01,,待评\n"))
    load(workspace, write(tmp_path, "t2.csv", titles + f"王,{WANG},A-V01,主治医师,2022-03-01,2022-06-01,未通过\n"))
    assert rows(workspace, "select title_result from stg_title_award") == [("failed",)]
    load(workspace, write(tmp_path, "t3.csv", titles + f"王,{WANG},A-V01,主治医师,2023-03-01,,待评\n"))
    assert rows(workspace, "select title_result from stg_title_award order by applied_on") == [("failed",), ("waiting",)]


def test_events_are_kept_by_month_and_those_waiting_for_a_title_are_sent_anew(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    asked = "申请单号,机构代码,上级医院代码,会诊（诊断）类型,申请时间\n"
    titles = "姓名,身份证号,机构代码,职称,取得（评定）日期,评定结果\n"
    load(workspace, write(tmp_path, "c1.csv", asked + "1,A-V01,H,心电,2022-03-01 08:00\n2,A-V01,H,心电,2022-04-01 08:00\n"),
         write(tmp_path, "t1.csv", titles + f"王,{WANG},A-V01,住院医师,2015-06-01,通过\n王,{WANG},A-V01,主治医师,,待评\n"))
    load(workspace, write(tmp_path, "c2.csv", asked + "3,A-V01,H,影像,2022年4月5日9时15分\n"),
         write(tmp_path, "t2.csv", titles + f"王,{WANG},A-V01,主治医师,2022-06-01,通过\n"),
         write(tmp_path, "t3.csv", titles + f"王,{WANG},A-V01,副主任医师,,待评\n"))
    assert rows(workspace, "select request_id, requested_at::varchar from stg_consultation order by 1") == [
        ("1", "2022-03-01 08:00:00"), ("3", "2022-04-05 09:15:00"),
    ]
    assert rows(workspace, "select title, title_level, title_result from stg_title_award order by awarded_on") == [
        ("resident", "junior", "passed"), ("attending", "intermediate", "passed"), ("associate_chief", "associate_senior", "waiting"),
    ]
    with Ledger(workspace.ledger_path) as ledger:
        loads = {(live.key.dataset, live.key.period) for live in ledger.live()}
    asked_of = {("consultation", "2022-03/H"), ("consultation", "2022-04/H")}  # what another hospital sends for the month stays
    assert {("title_award", "2015"), ("title_award", "2022"), ("title_award", ""), *asked_of} <= loads
