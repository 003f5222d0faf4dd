"""People without an ID number stand in the follow-up list, by township and period, until the number comes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.demo.people import id_number
from pipelines.engine.quality import findings
from pipelines.warehouse.connect import open_current
from tests.unit.intake.files import load, registered, write

HEADS = "身份证号,姓名,出生日期,基准日期,机构代码,人员类别,执业资格\n"


def test_it_stands_in_the_follow_up_list_after_loading(tmp_path: Path) -> None:
    workspace = registered(tmp_path)
    number = id_number(date(1970, 1, 2), False, 3, 1)
    rows = f"{number},张某,,2023-12-31,A-V01,乡村医生,无\n,李某,1971-02-03,2023-12-31,A-V01,乡村医生,无\n,王某,,2023-12-31,B-V01,乡村医生,无\n"
    assert load(workspace, write(tmp_path, "花名册.csv", HEADS + rows)).build
    connection, _, _ = open_current(workspace)
    with connection:
        found = findings(connection).query("rule == 'number_missing'").set_index("place_code")
    assert set(found.index) == {"140321100", "140321101"} and set(found["period"]) == {"2023-12"}
    assert found.loc["140321100", "detail_zh"] == "1 人没有身份证号，按姓名、出生日期和机构也对不上已有的人，各另计为一人"
    assert found.loc["140321100", "remedy_en"].startswith("fill in the ID numbers")
