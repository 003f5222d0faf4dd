-- Instalments of subsidies whose days of grace (site setting payment_days) ended by the last day of which the register of grants tells who
-- was paid (grant_known), and by the day its own row was loaded: whether one that ends later was paid, nobody knows. Every reader of paid,
-- late or owed grants takes its rows from here.
with dated as (
    select g.person_key, g.facility_code, g.scheme_id, g.application_id, g.due_on, g.due_yuan, g.paid_yuan, g.paid_on, b.made_on,
        cast(g.due_on + cast(s.value as integer) * interval 1 day as date) as until_on
    from stg_grant as g
    inner join site_setting as s on s.name = 'payment_days'
    left join batch_info as b on g.batch = b.batch
),

final as (
    select g.person_key, g.facility_code, g.scheme_id, g.application_id, g.due_on, g.due_yuan, g.paid_yuan, g.paid_on, g.until_on
    from dated as g
    inner join grant_known as k on g.until_on <= k.last_day
    where g.until_on <= coalesce(g.made_on, g.until_on)
)

select * from final
order by scheme_id, facility_code, person_key, due_on
