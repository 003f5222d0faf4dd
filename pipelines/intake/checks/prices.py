"""Price indices on different bases: they are not compared, so real growth of the later year would have no number."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check

# the base as staging reads it: the year that counts as 100, the year before, or the words
_STATEMENT = """
with known as (
    select file_no, table_no, source_row, coalesce(region_code, '') as region_code, period, base_period,
        try_cast(substr(period, 1, 4) as integer) as year_no,
        case
            when regexp_matches(lower(coalesce(base_period, '')), '上一?年|去年|前一年|previous|preceding|prior year|last year|year before') then 'previous'
            when regexp_matches(coalesce(base_period, ''), '(19|20)[0-9][0-9]') then regexp_extract(base_period, '((19|20)[0-9][0-9])', 1)
            else lower(coalesce(base_period, ''))
        end as base
    from known_price_index
    where price_index is not null
)
select i.file_no, i.table_no, i.source_row, b.base as thing, i.base_period as found, b.base_period as other
from known as i
inner join known as b on i.region_code = b.region_code and i.year_no = b.year_no + 1
where i.file_no is not null and i.base <> 'previous' and i.base <> b.base
"""
CHECKS = (
    Check(
        name="prices_of_two_bases", subject="price_index", column="base_period", needs=("price_index",),
        title=Text("价格指数基期与上年不同", "Price indices on another base than the year before"),
        statement=_STATEMENT,
        reason=Text(
            "基期与上一年的（{other}）不同，两年不能相比，实际增长将不可估计（{rows} 行）",
            "the base is not that of the year before ({other}): the two are not compared, and real growth cannot be estimated ({rows} row(s))",
        ),
        remedy=Text(
            "请换算成同一基期，或改报以上年为 100 的指数", "bring both to one base, or send the index on the year before (previous year = 100)",
        ),
    ),
)
