"""What was filed and when: rows and filled fields by place, rows by sheet, and the day a load first came."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipelines.core.dataset import Dataset, Wanted
from pipelines.datasets.roster import ROSTER
from pipelines.warehouse.loads import day_of
from pipelines.warehouse.schema import all_datasets
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, rows, write

RETURN = "机构代码,年份,人员类别,在岗人数,其中女性\n"


def test_a_correction_does_not_make_a_load_late(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", RETURN + "A-V01,2021,乡村医生,2,1\n"))
    with closing(sqlite3.connect(workspace.ledger_path)) as db, db:  # the night before is the day itself in Shanghai
        db.execute("update batch set made_at = '2022-01-05T20:00:00+00:00' where batch = 'k000002'")
        db.execute("update batch set made_at = '2021-06-01T00:00:00+00:00' where batch = 'k000001'")
    load(workspace, write(tmp_path, "r2.csv", RETURN + "A-V01,2021,乡村医生,3,1\n"))
    assert rows(workspace, "select unit, period, split, batch, rows, came_on from load_info where dataset = 'workforce_return'") == [
        ("140321100", "2021", "", "k000003", 1, date(2022, 1, 6))
    ]
    assert rows(workspace, "select made_on from batch_info where batch = 'k000002'") == [(date(2022, 1, 6),)], "the day of a batch too"
    assert rows(workspace, "select place_code, found, expected, passed from quality_test where rule = 'late' and dataset = 'workforce_return'") == [
        ("140321100", 6.0, 20.0, 1)
    ]


def test_rows_fields_and_sheets_are_counted_as_pandas_counts_them(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    text = RETURN + "A-V01,2021,乡村医生,2,1\nA-V01,2021,卫生员,1,\nB-V01,2021,乡村医生,,\nA-V01,2022,乡村医生,,1\n"
    load(workspace, write(tmp_path, "r.csv", text))
    frame = pd.DataFrame(rows(workspace, "select facility_code, period, headcount, female from raw_workforce_return"), columns=["f", "p", "h", "w"])
    expected = {(f, p): (len(part), part["h"].notna().sum(), part["w"].notna().sum()) for (f, p), part in frame.groupby(["f", "p"])}
    filed = {(f, p): n for f, p, n in rows(workspace, "select place_code, period, rows from filed where dataset = 'workforce_return'")}
    filled = {(f, p, c): (a, n) for f, p, c, a, n in rows(workspace, "select place_code, period, column_name, asked, filled from filled")}
    assert filed == {key: n for key, (n, _, _) in expected.items()}
    for (f, p), (n, heads, women) in expected.items():
        assert filled[f, p, "headcount"] == (n, heads) and filled[f, p, "female"] == (n, women)
    assert rows(workspace, "select file, unit, period, rows from sheet_filed where dataset = 'workforce_return' order by 2, 3") == [
        ("r.csv", "140321100", "2021", 2), ("r.csv", "140321100", "2022", 1), ("r.csv", "140321101", "2021", 1),
    ]


def test_the_day_of_a_moment_is_the_sites_own() -> None:
    assert [day_of("2024-03-31T16:30:00+00:00", zone) for zone in ("Asia/Shanghai", "Europe/London")] == [date(2024, 4, 1), date(2024, 3, 31)]


def test_wanted_columns_exist() -> None:
    assert sum(len(d.wanted) for d in all_datasets().values()) > 30
    with pytest.raises(ValueError, match="nonsense is not a column"):
        Dataset(**{**{name: getattr(ROSTER, name) for name in ROSTER.__dataclass_fields__}, "wanted": (Wanted("sex", given="nonsense"),)})
