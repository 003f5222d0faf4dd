-- Offers made for established posts, all on the day of the last one (no other day is on record), and whether one was accepted.
with final as (
    select facility_code as place_code, offered_on as on_date, staff_group, sum(greatest(coalesce(offers, 1), 1)) as offers,
        sum(case when accepted_on is not null then 1 else 0 end) as accepted
    from stg_post
    where offered_on is not null
    group by facility_code, offered_on, staff_group
)

select * from final
order by place_code, on_date
