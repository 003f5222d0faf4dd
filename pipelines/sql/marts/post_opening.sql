-- Established posts from the day they were opened: when filled, when given up unfilled, and the offers made on the way.
with final as (
    select post_id, facility_code as place_code, opened_on as from_on, date '9999-12-31' as to_on, 1 as posts, opened_on, filled_on,
        case when filled_on is null then closed_on end as closed_on, staff_group, coalesce(hardship, 'unknown') as hardship
    from stg_post
)

select * from final
order by place_code, from_on
