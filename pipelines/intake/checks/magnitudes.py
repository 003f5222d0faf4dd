"""Amounts of another order of magnitude than the others of their place: 万元 written where 元 was meant, or the other way round."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check

LEAST_OTHERS, LOW, HIGH = 3, 3, 5  # other rows to hold an amount against; orders of magnitude: a unit is four off
_STATEMENT = f"""
with known as (
    select file_no, table_no, source_row, region_code, budget_line, approved_yuan from known_budget where approved_yuan > 0
),
held as (
    select r.file_no, r.table_no, r.source_row, r.approved_yuan, median(k.approved_yuan) as usual
    from in_budget as r
    inner join known as k on r.region_code = k.region_code and r.budget_line = k.budget_line
        and (r.file_no, r.table_no, r.source_row) is distinct from (k.file_no, k.table_no, k.source_row)
    where r.approved_yuan > 0
    group by all
    having count(*) >= {LEAST_OTHERS}
)
select file_no, table_no, source_row, case when approved_yuan < usual then 'low' else 'high' end as thing
from held
where abs(log10(approved_yuan / usual)) between {LOW} and {HIGH}
"""
CHECKS = (
    Check(
        name="budget_of_another_order", subject="budget", column="approved_yuan", needs=("budget",),
        title=Text("预算金额与该地区同一项目相差悬殊", "Budgets of another order than the place's others"),
        statement=_STATEMENT,
        reason=Text(
            "与该地区同一预算项目的其他年份、来源相差上千倍（{rows} 行），可能把万元写成了元",
            "a thousand times more or less than other years and sources of the same line of this place ({rows} row(s)): perhaps written in "
            "10,000 yuan under a header that says yuan, or the other way round",
        ),
        remedy=Text("请核对单位；以万元填写的，请在表头注明“（万元）”", "check the unit; where it is in 10,000 yuan, say so in the header"),
    ),
)
