"""Rows that stand in another county than the rest of their sheet, and codes that contradict the code of what is above them."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.intake.checks.unknown import place_column
from pipelines.warehouse.schema import all_datasets, quoted

# A sheet that names no county is taken for that of one county when nearly all of its rows lie there and few do not.
LEAST_ROWS, LEAST_SHARE, MOST_STRAY = 20, 0.95, 3
_STRAY = f"""
with here as (
    select t.file_no, t.table_no, t.source_row, t.{{place}} as place, c.county, c.name
    from {{table}} as t
    inner join known_county as c on t.{{place}} = c.place
),
counted as (
    select file_no, table_no, county, name, count(*) as rows from here group by all
),
most as (
    select file_no, table_no, max_by(county, rows) as county, max(rows) as rows, sum(rows) as whole from counted group by all
),
wanted as (
    select m.file_no, m.table_no, coalesce(s.county, case
        when m.rows >= {LEAST_ROWS} and m.rows >= {LEAST_SHARE} * m.whole and m.whole - m.rows <= {MOST_STRAY} then m.county
    end) as county
    from most as m
    left join sheet_county as s using (file_no, table_no)
)
select h.file_no, h.table_no, h.source_row, h.county as thing, h.place as found, h.name as other,
    coalesce((select any_value(name) from known_county as k where k.county = w.county), w.county) as expected
from here as h
inner join wanted as w using (file_no, table_no)
where h.county <> w.county
"""
_PREFIX = """
with coded as (
    select file_no, table_no, source_row, region_code, parent_code,
        case length(parent_code)
            when 6 then regexp_replace(parent_code, '(00)+$', '') when 9 then regexp_replace(parent_code, '000$', '')
            when 12 then substr(parent_code, 1, 9)
        end as above
    from in_region
    where regexp_full_match(region_code, '[0-9]+') and regexp_full_match(parent_code, '[0-9]+')
)
select file_no, table_no, source_row, region_code as thing, region_code as found, parent_code as other
from coded
where length(region_code) in (6, 9, 12) and above is not null and not starts_with(region_code, above)
"""


def _stray(dataset: Dataset) -> Check:
    column = place_column(dataset)
    return Check(
        name="other_county",
        title=Text("县区与本表不符", "Rows of another county than their sheet"),
        subject=dataset.name,
        column=column,
        statement=_STRAY.format(place=quoted(column), table=quoted(f"in_{dataset.name}")),
        reason=Text(
            "属于{other}，而本表是{expected}的（{rows} 行）", "lies in {other}, while this sheet is that of {expected} ({rows} row(s))"
        ),
        remedy=Text("请核对代码；确属该县区的，请由该县区报送", "check the code; if it is right, that county should send the row"),
    )


CHECKS = (
    *(_stray(dataset) for dataset in all_datasets().values() if dataset.place),
    Check(
        name="code_against_parent",
        title=Text("代码与上级代码不符", "Codes that contradict the code above them"),
        subject="region",
        column="region_code",
        statement=_PREFIX,
        reason=Text("代码的前几位与上级代码 {other} 不符", "does not begin as its parent's code {other} does"),
        remedy=Text(
            "请核对两个代码；开发区等代管乡镇可不改", "check both codes; a township run by a development zone may stay as it is"
        ),
    ),
)
