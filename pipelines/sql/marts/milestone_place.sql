-- Places that answer for tasks of policies, from the day their first one is due until the next change (not counted in): has any task been
-- done there yet, due or not.
with places as (
    select coalesce(s.to_code, m.region_code) as place_code, min(m.due_on) as first_due_on, min(m.done_on) as first_done_on
    from stg_milestone as m
    left join region_successor as s on m.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
    group by coalesce(s.to_code, m.region_code)
),

final as (
    select place_code, first_due_on as from_on, coalesce(first_done_on, date '9999-12-31') as to_on, 1 as places, 1 as without_delivery
    from places
    where first_done_on is null or first_done_on > first_due_on
    union all
    select place_code, greatest(first_due_on, first_done_on) as from_on, date '9999-12-31' as to_on, 1 as places, 0 as without_delivery
    from places
    where first_done_on is not null
)

select * from final
order by place_code, from_on
