"""Places, services and policy through the front door: files as offices send them, a published build, its marts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.intake.batch import LoadResult, load_files
from pipelines.intake.boundary_match import read_register
from pipelines.site import site_text
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.workspace import Workspace

REGIONS = """地区代码,地区名称,层级,上级代码,生效日期,失效日期
140321,平定县,县,140300,2015-01-01,
140321100,冠山镇,镇,140321,2015-01-01,
140321200,东回乡,乡,140321,2015-01-01,2021-02-28
140321101,冶西镇,镇,140321,2015-01-01,
542521,普兰县,县,542500,2015-01-01,
542521100,普兰镇,镇,542521,2015-01-01,
"""
WALK = "原代码,新代码,变更日期,分摊比例,变更类型\n140321200,140321100,2021-03-01,1,撤乡并镇\n"
CLINICS = """机构代码,机构名称,机构类型,所在乡镇代码,开办日期,关闭日期,诊疗信息系统,最近在线日期
A-V01,甲村卫生室,村卫生室,140321100,2001-01-01,,县域平台,2022-11-30
B-V01,乙村卫生室,村卫生室,140321200,2001-01-01,,纸质登记,
N-V01,丙村卫生室,村卫生室,542521100,2001-01-01,,无,
"""
VILLAGES = """村代码,村名,所在乡镇代码,户数,常住人口,是否有村卫生室,距最近卫生室（公里）
140321100201,甲村,140321100,120,410,有,0
140321200201,乙村,140321200,80,,无,7.5
"""
PEOPLE = "地区代码,年份,常住人口\n140321100,2020,4000\n140321200,2020,1000\n140321100,2022,4900\n"
STATUS = "2022年{month}月机构开诊情况\n机构代码,开诊天数,停诊天数,停诊原因,登录次数\nA-V01,{a},2,病假,30\nN-V01,{n},0,,\n"
POLICY = """政策编号,政策名称,文号,发布机关,发布层级,适用地区代码,印发日期,政策工具
G1,国家样例意见,样例〔2020〕1号,样例部委,国家,,2020-01-05,综合
S1,阳泉样例办法,样例〔2021〕2号,样例市卫健委,市级,140300,2021-03-01,津贴补贴
"""
TASKS = "政策编号,责任地区代码,任务事项,时限,完成日期,佐证材料\nS1,140321,首次发放,2021年12月,2021-12-20,名册\n"
TRAVEL = "出发地代码,到达地代码,出行方式,季节,用时（分钟）,能否通行\n140321200,A-V01,自驾,常年,25,\n542521100,N-V01,自驾,封山期,,否\n"
CLAIMS = "说法编号,所说地区代码,说法原文,表述方式,所说数值\nC9,542500,覆盖 5 万村民,超过,5万\n"


def load(workspace: Workspace, folder: Path, **texts: str) -> LoadResult:
    """Write each text as a CSV file under its name and load them in one batch."""
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return load_files(workspace, paths, None, lambda plan: True, lambda what, share: None)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A site of two roots into which a county, another county and a prefecture sent their files."""
    folder = tmp_path_factory.mktemp("door")
    workspace = Workspace.create(folder / "workspace", site_text("demo"))
    first = load(workspace, folder, 地区=REGIONS, 沿革=WALK, 机构=CLINICS, 村=VILLAGES, 人口=PEOPLE, 政策=POLICY, 任务=TASKS, 出行=TRAVEL, 说法=CLAIMS)
    assert first.build and not [p.line("zh") for p in first.plan.problems]
    second = load(workspace, folder, 一月=STATUS.format(month=1, a=25, n=20), 二月=STATUS.format(month=2, a=22, n=19))
    again = load(workspace, folder, 一月改=STATUS.format(month=1, a=24, n=20))
    assert second.build and again.build
    return workspace


@pytest.fixture
def ask(loaded: Workspace) -> Callable[[str], list[Any]]:
    """A function that returns the rows of a statement on the served build."""

    def rows(sql: str) -> list[Any]:
        connection, _, _ = open_current(loaded)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    return rows


def test_months_stand_beside_each_other_and_a_month_sent_again_is_replaced(ask: Callable[[str], list[Any]]) -> None:
    assert ask("select place_code, period, open_days from facility_open_month order by all") == [
        ("A-V01", "2022-01", 24), ("A-V01", "2022-02", 22), ("N-V01", "2022-01", 20), ("N-V01", "2022-02", 19),
    ]  # fmt: skip


def test_a_merged_township_s_people_clinics_and_villages_are_the_successor_s(ask: Callable[[str], list[Any]]) -> None:
    assert ask("select place_code, persons from population_place where year in ('2020', '2022') order by year") == [
        ("140321100", 5000), ("140321100", 4900),
    ]  # fmt: skip
    sql = "select count(*) from facility_stock k join facility_home p on k.place_code = p.place_code"
    assert ask(f"{sql} where k.period = '2020' and p.region_code = '140321100'") == [(2,)]
    assert ask("select villages, villages_with_clinic, residents, villages_residents_unknown from village_coverage where period = '2022'") == [(2, 1, 410, 1)]
    assert ask("select distinct place_code from place where place_code = '140321200'") == []


def test_a_national_policy_reaches_both_roots_and_a_prefecture_s_its_own(ask: Callable[[str], list[Any]]) -> None:
    rows = ask("select policy_instrument, place_code from policy_coverage where level = 'prefecture' and period = '2022' order by all")
    assert rows == [("plan", "140300"), ("plan", "542500"), ("subsidy", "140300")]
    assert ask("select due, on_time from milestone_due") == [(1, 1)], "a month written as due is its last day"


def test_roads_and_claims_arrive(ask: Callable[[str], list[Any]]) -> None:
    assert ask("select from_code, to_code, travel_minutes, is_passable from travel_season where season = 'snow' order by 1") == [
        ("140321200", "A-V01", 25, True), ("542521100", "N-V01", None, False),
    ]  # fmt: skip
    assert ask("select claim_value, level from claim_register") == [(50_000, "prefecture")]


def test_the_register_knows_who_went_into_whom(loaded: Workspace) -> None:
    register = read_register(loaded)
    assert register.gone["140321200"].successor == "140321100" and "140321200" not in register.by_code
    assert {r.code for r in register.of_level("township")} == {"140321100", "140321101", "542521100"}
