-- Commitments of partners from the day they are due until the next change (not counted in): met by then, or not. What is not due is no
-- failure; what is due and nobody has said anything of is in neither count.
with homes as (
    select r.*, coalesce(s.to_code, r.region_code) as place_code
    from stg_partner as r
    left join region_successor as s on r.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
    where r.due_on is not null and r.is_met is not null
),

final as (
    select place_code, partner_kind, due_on as from_on, case when met_on > due_on then met_on else date '9999-12-31' end as to_on, 1 as due,
        case when is_met and coalesce(met_on <= due_on, true) then 1 else 0 end as met
    from homes
    union all
    select place_code, partner_kind, met_on as from_on, date '9999-12-31' as to_on, 1 as due, 1 as met
    from homes
    where met_on > due_on
)

select * from final
order by place_code, from_on
