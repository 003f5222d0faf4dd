"""Every construct on the list is refused by name, and its portable spelling is let through."""

from __future__ import annotations

import pytest

from pipelines.warehouse.portable import check_sql, references, run_order

REFUSED = [
    ("date_diff", "select date_diff('month', a, b) from t"),
    ("date_diff", "select datediff('year', a, b) from t"),
    ("cast", "select cast(a / nullif(b, 0) as integer) from t"),
    ("cast", "select (a * 0.5)::int from t"),
    ("dayofweek", "select dayofweek(d) from t"),
    ("log", "select log(x) from t"),
    ("date - date", "select end_on - start_on from t"),
    ("date - date", "select cast(a as date) - cast(b as date) from t"),
    ("list(order by)", "select list(a order by b) from t"),
    ("list(order by)", "select array_agg(a order by b) from t"),
    ("trim", "select trim(name) from t"),
    ("trim", "select ltrim(name) from t"),
    ("quantile_cont", "select quantile_cont(x, 0.5) from t"),
    ("median", "select median(x) from t"),
    ("PIVOT", "pivot t on year using sum(x)"),
    ("PIVOT", "select * from t unpivot (v for k in (a, b))"),
    ("ASOF JOIN", "select * from t asof join u on t.d >= u.d"),
    ("COLUMNS(*)", "select max(columns(*)) from t"),
    ("age", "select age(a, b) from t"),
    ("division", "select a / b from t"),
    ("division", "select a // b from t"),
    ("division", "select a / 0 from t"),
    ("", "create table x as select 1 as a"),
    ("", "select from where"),
    ("", ""),
]
ALLOWED = [
    "select date_diff('day', a, b) as days from t",
    "select cast(floor(a / nullif(b, 0)) as integer) as n from t",
    "select cast(text_year as integer) as y from t",
    "select ln(x) as l from t",
    "select percentile_cont(0.5) within group (order by x) as m from t",
    "select a / 12 as monthly from t",
    "select sum(case when k = 1 then v end) as one from t",
    "select year(end_on) - year(start_on) as years from t",
    "with final as (select a from t union all select a from u) select * from final",
]


@pytest.mark.parametrize(("construct", "sql"), REFUSED)
def test_refused_with_the_file_and_the_construct(construct: str, sql: str) -> None:
    problems = check_sql(sql, "x.sql")
    assert problems and all(p.file == "x.sql" for p in problems)
    assert construct in {p.column for p in problems}
    assert all(p.line("zh") and p.line("en") for p in problems)


@pytest.mark.parametrize("sql", ALLOWED)
def test_the_portable_spelling_is_let_through(sql: str) -> None:
    assert [p.line("en") for p in check_sql(sql)] == []


def test_references_leave_out_named_steps() -> None:
    assert references("with a as (select * from raw_x), final as (select * from a join b using (k)) select * from final") == {"raw_x", "b"}


def test_run_order_follows_references() -> None:
    files = {"a": "select * from b", "b": "select * from raw_x", "c": "select * from a join b using (k)"}
    assert run_order(files, ["raw_x"]) == ["b", "a", "c"]


def test_a_cycle_and_an_unknown_table_are_named() -> None:
    with pytest.raises(ValueError, match="circle"):
        run_order({"a": "select * from b", "b": "select * from a"}, [])
    with pytest.raises(ValueError, match=r"a\.sql reads nowhere"):
        run_order({"a": "select * from nowhere"}, ["raw_x"])
