-- The last day of which the register of grants tells who was paid: that of its last payment, or of its last unpaid instalment where that is
-- later. An instalment due after the register was last loaded, or later than data_span reaches, is planned and tells nothing. Other data do not make
-- the register reach further. No day where nothing but plans is held.
with came as (
    select max(coalesce(cast(substr(b.made_at, 1, 10) as date), l.came_on)) as last_day
    from load_info as l
    left join batch_info as b on l.batch = b.batch
    where l.dataset = 'grant' and l.rows > 0
),

told as (
    select least(c.last_day, s.last_day) as until_on
    from came as c
    cross join data_span as s
),

final as (
    select max(coalesce(g.paid_on, g.due_on)) as last_day
    from stg_grant as g
    cross join told as t
    where g.paid_on is not null or g.due_on <= coalesce(t.until_on, g.due_on)
)

select * from final
