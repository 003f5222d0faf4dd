"""Shares of a place that was split: they are parts of its people, and more or fewer than all of them would make or lose people."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check

CHECKS = (
    Check(
        name="split_shares", subject="region_crosswalk", column="share",
        title=Text("分摊比例合计不是 1", "Shares do not add up to 1"),
        statement="""
            with split as (
                select file_no, from_code, on_date from in_region_crosswalk
                group by file_no, from_code, on_date having count(share) = count(*) and abs(sum(share) - 1) > 0.005
            )
            select r.file_no, r.table_no, r.source_row, r.from_code as thing, r.from_code as found
            from in_region_crosswalk as r inner join split as s on r.file_no = s.file_no and r.from_code = s.from_code
                and r.on_date is not distinct from s.on_date
        """,
        reason=Text("同一原地区各行的分摊比例合计不是 1（{rows} 行），人口等汇总数会多出或少掉",
                    "the shares of one old place do not add up to 1 ({rows} row(s)): totals such as population would gain or lose people"),
        remedy=Text("请核对各去向的比例，使其合计为 1；全部并入一地的填 1", "check the share of each successor so that they add up to 1; 1 where all went to one"),
    ),
)
