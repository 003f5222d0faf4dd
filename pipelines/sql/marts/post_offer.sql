-- Offers of a post, dated the last of them, and how many were accepted (a post is accepted once). A post without a number of offers tells nothing.
with final as (
    select facility_code as place_code, offered_on as on_date, offers, case when accepted_on is null then 0 else 1 end as accepted, staff_group
    from stg_post
    where offered_on is not null and offers > 0
)

select * from final
order by place_code, on_date
