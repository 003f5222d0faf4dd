-- The last day of which the register of grants tells who was paid: that of its last payment. Where instalments due after it stand unpaid,
-- nobody was paid since, and the register tells so to the end of data_span, or to the day it was last loaded where that is earlier. What
-- falls due, or is said to be paid, later still is planned; none (null) where nothing was paid and nothing fell due.
with came as (
    select max(coalesce(b.made_on, l.came_on)) as last_day
    from load_info as l
    left join batch_info as b on l.batch = b.batch
    where l.dataset = 'grant' and l.rows > 0
),

paid as (
    select max(g.paid_on) as last_day
    from stg_grant as g
    cross join came as c
    where g.paid_on <= coalesce(c.last_day, g.paid_on)
),

recorded as (
    select max(last_day) as last_day from data_span
),

told as (
    select p.last_day as paid_to, least(coalesce(d.last_day, c.last_day), coalesce(c.last_day, d.last_day)) as told_to
    from paid as p
    cross join came as c
    cross join recorded as d
),

unpaid as (
    select count(*) as instalments
    from stg_grant as g
    inner join told as t on g.due_on > coalesce(t.paid_to, date '0001-01-01') and g.due_on <= t.told_to
    where g.paid_on is null and g.due_yuan > coalesce(g.paid_yuan, 0)
),

final as (
    select case when u.instalments > 0 then t.told_to else t.paid_to end as last_day
    from told as t
    cross join unpaid as u
)

select * from final
