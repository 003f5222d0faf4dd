-- Payments of allowances for posts, the persons and the days.
with final as (
    select place_code, person_key, on_date, 1 as payments from grant_payment where subsidy_type = 'post_allowance'
)

select * from final
order by place_code, on_date
