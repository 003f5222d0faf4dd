"""What pay consists of: the money paid to village and township doctors in each year, by component."""

from __future__ import annotations

import pandas as pd

from pipelines.warehouse.connect import Connection

PART_COLUMNS = ("place_code", "period", "part", "amount")
PAY, MONTHS = "pay", "months"  # parts that are no component: all ordinary pay (a total told alone included), and the months paid for
# Amounts are dated and parted over years as person_pay_year does it, so that the components of a year are those of its pay.
_PARTS = """
with years as (
    select label, start_on, end_on from period where kind in ('year', 'fiscal_year')
),

doctors as (
    select w.person_key, w.period, w.place_code, w.paid_yuan, w.months
    from person_pay_year as w
    inner join site_base as b on w.staff_group = b.staff_group and b.base = 'rural_doctors'
),

lines as (
    select p.person_key, y.label as period, p.pay_component,
        p.paid_yuan * case
            when date_diff('day', p.period_start, p.period_end) < 32 then 1.0
            else (12 * (year(least(p.period_end, y.end_on)) - year(greatest(p.period_start, y.start_on)))
                + month(least(p.period_end, y.end_on)) - month(greatest(p.period_start, y.start_on)) + 1.0)
                / (12 * (year(p.period_end) - year(p.period_start)) + month(p.period_end) - month(p.period_start) + 1)
        end as amount
    from stg_pay as p
    inner join years as y on p.period_end >= y.start_on
        and (p.period_end <= y.end_on or (p.period_start <= y.end_on and date_diff('day', p.period_start, p.period_end) >= 32))
    where p.role in ('regular', 'emergency') and p.paid_yuan is not null and p.person_key is not null
)

select d.place_code, d.period, l.pay_component as part, sum(l.amount) as amount
from lines as l
inner join doctors as d on l.person_key = d.person_key and l.period = d.period
group by d.place_code, d.period, l.pay_component
union all
select place_code, period, 'pay' as part, sum(paid_yuan) as amount from doctors group by place_code, period
union all
select place_code, period, 'months' as part, sum(months) as amount from doctors group by place_code, period
order by place_code, period, part
"""


def pay_parts(con: Connection) -> pd.DataFrame:
    """Return what was paid in yuan by facility, year and part: PART_COLUMNS; parts are components, PAY (yuan) and MONTHS (months)."""
    return con.execute(_PARTS).df()
