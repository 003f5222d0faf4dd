"""A correction replaces rows with the same key and keeps all others, in the batch's own cleaned file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipelines.core.errors import ExitCode
from pipelines.demo.people import id_number
from pipelines.intake.batch import check_files
from pipelines.warehouse.ledger import Ledger, LoadKey
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, load, returns, rows, write

HEADCOUNTS = "select facility_code, staff_group, headcount from raw_workforce_return order by 1, 2"
MORE = FACILITIES + "A-V02,丙村卫生室,村卫生室,140321100\n"


@pytest.fixture
def loaded(tmp_path: Path, registered_workspace: Registered) -> Workspace:
    """Three clinics of two townships with a return."""
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "机构2.csv", MORE), write(tmp_path, "r.csv", returns(A_V01=2, A_V02=4, B_V01=3)))
    return workspace


def test_only_rows_with_the_same_key_change(tmp_path: Path, loaded: Workspace) -> None:
    file = write(tmp_path, "c.csv", returns(A_V01=9) + "A-V02,2022,卫生员,1\n")
    plan = check_files(loaded, [file], None, mode="correct")
    assert [(d.unit, d.new, d.changed, d.gone, d.unchanged) for d in plan.diffs] == [("140321100", 1, 1, 0, 1)]
    result = load(loaded, file, mode="correct")
    assert rows(loaded, HEADCOUNTS) == [
        ("A-V01", "village_doctor", 9.0), ("A-V02", "village_clinic_other", 1.0), ("A-V02", "village_doctor", 4.0), ("B-V01", "village_doctor", 3.0)
    ]
    assert [(t.rows_in, t.loaded) for f in result.plan.files for t in f.tables] == [(2, 2)]
    assert result.plan.to_json()["mode"] == "correct"


def test_a_row_whose_key_is_not_loaded_is_told_as_new_with_what_to_do(tmp_path: Path, loaded: Workspace) -> None:
    head, number = "姓名,身份证号,机构代码,证书类型,发证日期\n", id_number(date(1970, 1, 1), False, 1, 1)
    load(loaded, write(tmp_path, "l.csv", head + f"测试甲,{number},A-V01,乡村医生证,2015-01-10\n"))
    (file,) = load(loaded, write(tmp_path, "l2.csv", head + f"测试甲,{number},A-V01,乡村医生证,2015-10-01\n"), mode="correct").plan.files
    (note,) = file.notes
    assert rows(loaded, "select issued_on::varchar from raw_licence order by 1") == [("2015-01-10",), ("2015-10-01",)], "the old row stays"
    assert "1 行的主键（人员、证书类型、发证日期）在已加载的数据中没有，作为新增行加入" in note.zh and "请改用替换方式" in note.zh
    assert "1 row(s) have a key (the person, " in note.en and "the old row stays too" in note.en
    known = write(tmp_path, "l3.csv", head.replace("\n", ",有效期至\n") + f"测试甲,{number},A-V01,乡村医生证,2015-01-10,2030-01-01\n")
    assert check_files(loaded, [known], None, mode="correct").files[0].notes == ()


def test_the_batch_holds_the_whole_and_rows_taken_over_keep_their_source(tmp_path: Path, loaded: Workspace) -> None:
    load(loaded, write(tmp_path, "c.csv", returns(A_V01=9)), mode="correct")
    kept = pd.read_parquet(loaded.cleaned_file("k000003", "workforce_return")).sort_values("facility_code")
    assert kept[["facility_code", "headcount", "batch", "file", "load_batch", "source_row"]].values.tolist() == [
        ["A-V01", 9.0, "k000003", "c.csv", "k000003", 2], ["A-V02", 4.0, "k000002", "r.csv", "k000003", 3]
    ]
    with Ledger(loaded.ledger_path) as ledger:
        key = LoadKey("workforce_return", "140321100", "2022")
        assert [(x.batch, x.rows) for x in ledger.live() if x.key == key] == [("k000003", 2)]
        assert ledger.built_upon("k000002") == ["k000003"] and ledger.built_upon("k000003") == []
        assert [r["rows"] for r in ledger.batches()][-1] == 1
    assert rows(loaded, "select sum(loaded) from quality where batch = 'k000003'") == [(1,)]


def test_a_correction_of_a_correction_and_of_nothing(tmp_path: Path, loaded: Workspace) -> None:
    load(loaded, write(tmp_path, "c.csv", returns(A_V01=9)), mode="correct")
    load(loaded, write(tmp_path, "d.csv", returns(A_V02=8)), mode="correct")
    load(loaded, write(tmp_path, "e.csv", returns(B_V01=5).replace("2022", "2021")), mode="correct")
    assert rows(loaded, "select facility_code, period, headcount from raw_workforce_return order by 1, 2") == [
        ("A-V01", "2022", 9.0), ("A-V02", "2022", 8.0), ("B-V01", "2021", 5.0), ("B-V01", "2022", 3.0)
    ]


def test_the_same_content_corrects_once_and_still_replaces(tmp_path: Path, loaded: Workspace) -> None:
    file = write(tmp_path, "c.csv", returns(A_V01=9))
    assert load(loaded, file, mode="correct").build is not None
    assert load(loaded, file, mode="correct").build is None
    result = load(loaded, file)
    assert result.build is not None and [(d.gone, d.unchanged) for d in result.plan.diffs] == [(1, 1)]
    assert [r[0] for r in rows(loaded, HEADCOUNTS)] == ["A-V01", "B-V01"]
    assert load(loaded, file, mode="correct").build is None  # every row of it is there


def test_a_companion_file_is_not_read_again_for_a_correction(tmp_path: Path, loaded: Workspace) -> None:
    whole, part = tmp_path / "r.csv", write(tmp_path, "c.csv", returns(A_V01=9))
    result = load(loaded, whole, part, mode="correct")
    assert result.exit_code == ExitCode.OK and result.plan.files[0].already_loaded_on is not None
    assert [r[2] for r in rows(loaded, HEADCOUNTS)] == [9.0, 4.0, 3.0]


def test_names_and_phones_are_corrected_in_the_private_store(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    one, two = (id_number(date(1970, 1, n), False, n, 1) for n in (1, 2))
    head = "姓名,身份证号,机构代码,联系电话\n"
    load(workspace, write(tmp_path, "a.csv", f"{head}测试甲,{one},A-V01,13000000001\n测试乙,{two},A-V01,13000000002\n"))
    result = load(workspace, write(tmp_path, "b.csv", f"{head}测试乙,{two},A-V01,13000000009\n"), mode="correct")
    kept = pd.read_parquet(workspace.cleaned_file("k000003", "person_private"))
    assert sorted(kept["phone"]) == ["13000000001", "13000000009"]
    (diff,) = result.plan.diffs
    assert (diff.changed, diff.unchanged) == (1, 1)
    assert [(e.row, e.key, [(c.column, c.before, c.after) for c in e.changes]) for e in diff.examples] == [(2, {}, [("phone", None, None)])]


def test_who_had_no_id_number_is_corrected_by_the_row_that_brings_it(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    number = id_number(date(1970, 1, 1), False, 1, 1)
    head = "姓名,身份证号,出生日期,基准日期,机构代码,人员类别,执业资格\n"
    load(workspace, write(tmp_path, "a.csv", f"{head}测试甲,,1970-01-01,2023-12-31,A-V01,乡村医生,乡村医生证\n"))
    load(workspace, write(tmp_path, "b.csv", f"{head}测试甲,{number},1970-01-01,2023-12-31,A-V01,乡村医生,乡村医生证\n"), mode="correct")
    assert rows(workspace, "select count(*), bool_or(is_provisional) from raw_roster") == [(1, False)]
