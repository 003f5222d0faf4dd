-- Tasks of policies from the day they are due: done by that day, or not.
with final as (
    select coalesce(s.to_code, m.region_code) as place_code, coalesce(q.policy_instrument, 'unknown') as policy_instrument, m.due_on as from_on,
        date '9999-12-31' as to_on, 1 as due, case when m.done_on <= m.due_on then 1 else 0 end as on_time
    from stg_milestone as m
    left join stg_policy as q on m.policy_id = q.policy_id
    left join region_successor as s on m.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
)

select * from final
order by place_code, from_on
