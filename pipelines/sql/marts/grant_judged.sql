-- Instalments of subsidies whose days of grace (site setting payment_days) ended while the register of grants still tells of payments: one
-- ending later is not judged, since nobody knows whether it was paid, however far other data reach. Every reader of paid, late or
-- owed grants takes its rows from here.
with last_seen as (
    select max(coalesce(paid_on, due_on)) as last_day from stg_grant
),

dated as (
    select g.person_key, g.facility_code, g.scheme_id, g.application_id, g.due_on, g.due_yuan, g.paid_yuan, g.paid_on,
        cast(g.due_on + cast(s.value as integer) * interval 1 day as date) as until_on
    from stg_grant as g
    inner join site_setting as s on s.name = 'payment_days'
),

final as (
    select g.*
    from dated as g
    inner join last_seen as d on g.until_on <= d.last_day
)

select * from final
order by scheme_id, facility_code, person_key, due_on
