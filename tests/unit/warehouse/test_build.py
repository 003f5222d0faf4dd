"""A build holds a typed table for every dataset, the site's own tables, and hashes that depend on content alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.core.period import parse_period
from pipelines.site import parse_site, site_text
from pipelines.warehouse.build import INFO_TABLES, known_tables
from pipelines.warehouse.connect import open_current, open_scratch
from pipelines.warehouse.content import table_hashes
from pipelines.warehouse.schema import all_datasets, build_datasets, dated_by, raw_columns, split_by
from pipelines.warehouse.site_tables import period_rows, site_rows
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import FACILITIES, REGIONS, load, registered, returns, rows, write

YANGQUAN, ENGLAND = parse_site(site_text("yangquan")), parse_site(site_text("england"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with a register and one return."""
    folder = tmp_path_factory.mktemp("build")
    made = registered(folder)
    load(made, write(folder, "r.csv", returns(A_V01=2, B_V01=3)))
    return made


def test_every_dataset_has_its_typed_table(workspace: Workspace) -> None:
    for name, dataset in build_datasets().items():
        found = rows(workspace, f"select column_name, data_type from duckdb_columns() where table_name = 'raw_{name}' order by column_index")
        assert dict(found) == raw_columns(dataset)
        assert not {c.name for c in dataset.columns if c.private} & {str(column) for column, _ in found}


def test_known_tables_are_all_there_and_accounted_for(workspace: Workspace) -> None:
    tables = {str(name) for (name,) in rows(workspace, "select table_name from duckdb_tables()")}
    assert set(known_tables()) <= tables
    accounted = dict(rows(workspace, "select table_name, rows from built"))
    assert set(accounted) == tables - set(INFO_TABLES) - {"built"}
    assert accounted["raw_workforce_return"] == 2 and accounted["raw_region"] == 3


def test_site_tables_say_what_the_site_says(workspace: Workspace) -> None:
    assert rows(workspace, "select level from site_level order by depth") == [(level,) for level in YANGQUAN.levels]
    assert rows(workspace, "select code, name_zh from site_root") == [("140300", "阳泉市")]
    assert dict(rows(workspace, "from site_setting"))["unit_level"] == "township"
    assert ("rural_doctors", "village_doctor") in rows(workspace, "from site_base")
    assert rows(workspace, "select title_en, role from code where codelist = 'staff_group' and code = 'admin_manager'") == [
        ("Practice managers", "memo")
    ]
    assert len(site_rows(ENGLAND)["site_setting"]) == 15


def test_build_and_batches_are_named(workspace: Workspace) -> None:
    assert rows(workspace, "select build, batch, site, is_synthetic from build_info") == [("b000002", "k000002", "yangquan", False)]
    assert rows(workspace, "select batch, state, rows from batch_info order by 1") == [("k000001", "published", 5), ("k000002", "published", 2)]
    assert rows(workspace, "select sum(rows_in - loaded - quarantined - duplicate - ignored) from quality") == [(0,)]


def test_the_same_content_gives_the_same_hashes_whatever_way_it_came(tmp_path: Path, workspace: Workspace) -> None:
    other = Workspace.create(tmp_path / "w", site_text("yangquan"))
    turned = "\n".join([returns().strip(), *reversed(returns(A_V01=2, B_V01=3).splitlines()[1:])]) + "\n"
    files = [write(tmp_path, "x.csv", turned), write(tmp_path, "y.csv", FACILITIES), write(tmp_path, "z.csv", REGIONS)]
    load(other, *files)
    wanted = [f"'{name}'" for name in known_tables() if not name.startswith("raw_workforce")]  # their source rows were turned
    sql = f"select table_name, hash from built where table_name in ({', '.join(wanted)}) order by 1"
    assert rows(other, sql) == rows(workspace, sql)


def test_a_changed_figure_changes_the_hashes_it_reaches(tmp_path: Path) -> None:
    made = registered(tmp_path)
    load(made, write(tmp_path, "r.csv", returns(A_V01=2)))
    before = dict(rows(made, "select table_name, hash from built"))
    load(made, write(tmp_path, "r.csv", returns(A_V01=3)))
    after = dict(rows(made, "select table_name, hash from built"))
    changed = {name for name in before if before[name] != after[name]}
    assert {"raw_workforce_return", "stg_workforce_return"} <= changed
    assert not changed & {"raw_region", "raw_facility", "code", "period", "site_level"}


def test_hashes_in_the_build_are_those_of_its_tables(workspace: Workspace) -> None:
    connection, _, _ = open_current(workspace)
    with connection:
        assert {k: v for k, v in table_hashes(connection).items() if k not in {*INFO_TABLES, "built"}} == {
            name: (count, value) for name, count, value in connection.execute("from built").fetchall()
        }


def test_the_file_of_a_small_build_is_small(workspace: Workspace) -> None:
    sizes = [path.stat().st_size for path in workspace.builds.glob("*.duckdb")]
    assert sizes and max(sizes) < 4_000_000


def kinds(found: list[tuple[object, ...]]) -> dict[object, int]:
    return {kind: sum(1 for row in found if row[1] == kind) for kind in {row[1] for row in found}}


def test_calendar_years_bring_their_halves_quarters_and_months() -> None:
    found = period_rows(["2022", "2023-07"], None, YANGQUAN)
    assert kinds(found) == {"year": 2, "half": 4, "quarter": 4 + 3, "month": 12 + 7}
    by_label = {row[0]: row for row in found}
    assert by_label["2023"][6:] == ("2022", "2022") and by_label["2022"][6:] == (None, None)
    assert by_label["2023-07"][6:] == ("2023-06", "2022-07") and by_label["2023-Q1"][6:] == ("2022-Q4", "2022-Q1")
    assert by_label["2023-H1"][2:6] == (date(2023, 1, 1), date(2023, 6, 30), date(2023, 6, 30), 6)


def test_a_year_that_is_only_touched_is_there_and_months_before_it_are_not() -> None:
    labels = [row[0] for row in period_rows(["2015-12"], None, YANGQUAN)]
    assert set(labels) == {"2015", "2015-H2", "2015-Q4", "2015-12"}


def test_a_fiscal_site_has_fiscal_years_and_months_only_where_data_are_by_month() -> None:
    assert kinds(period_rows(["2014-15", "2022-23"], None, ENGLAND)) == {"fiscal_year": 9}
    assert kinds(period_rows(["2014-15", "2015-05"], None, ENGLAND)) == {"fiscal_year": 2, "month": 14}


def test_spells_make_periods_only_where_nothing_else_does() -> None:
    old = (date(1985, 3, 1), date(2023, 5, 31))
    assert {row[0] for row in period_rows(["2022"], old, YANGQUAN) if row[1] == "year"} == {"2022"}
    assert kinds(period_rows([], old, YANGQUAN))["year"] == 39
    assert period_rows([], None, YANGQUAN) == [] and period_rows(["", "no period"], None, YANGQUAN) == []


def test_every_period_label_reads_back_as_itself() -> None:
    for site, labels in ((YANGQUAN, ["2021", "2023-11"]), (ENGLAND, ["2014-15", "2022-23"])):
        for row in period_rows(labels, None, site):
            parsed = parse_period(str(row[0]), site.fiscal_year_start_month)
            assert parsed is not None and (parsed.start_on, parsed.end_on, parsed.kind) == (row[2], row[3], row[1])


def test_registers_in_force_from_a_day_are_replaced_by_year() -> None:
    datasets = all_datasets()
    assert dated_by(datasets["region"]) == "valid_from" and dated_by(datasets["region_crosswalk"]) == "on_date"
    assert dated_by(datasets["employment"]) == dated_by(datasets["facility"]) == dated_by(datasets["tenure"]) == ""


def test_population_is_split_by_its_kind_and_what_hospitals_send_by_the_hospital() -> None:
    assert {name: split_by(d) for name, d in all_datasets().items() if split_by(d)} == {
        "population": "population_kind", "link": "hospital_code", "consultation": "hospital_code", "expert_visit": "hospital_code",
    }


@pytest.mark.parametrize(("rows", "groups"), [(100_000, 4), (6_000_000, 1)])
def test_a_table_of_a_hundred_thousand_rows_is_work_for_every_thread_but_of_a_large_build(tmp_path: Path, rows: int, groups: int) -> None:
    with open_scratch(tmp_path / "build.duckdb", rows) as connection:
        connection.execute("create table t as select range as n from range(100_000)")
        connection.execute("checkpoint")
        assert connection.execute("select count(distinct row_group_id) from pragma_storage_info('t')").fetchall() == [(groups,)]
