-- Established posts as last reported.
with ranked as (
    select
        post_id,
        facility_code,
        staff_group,
        fte,
        hardship,
        is_key_post,
        cast(opened_on as date) as opened_on,
        offers,
        cast(offered_on as date) as offered_on,
        cast(accepted_on as date) as accepted_on,
        cast(filled_on as date) as filled_on,
        cast(vacated_on as date) as vacated_on,
        cast(closed_on as date) as closed_on,
        row_number() over (
            partition by post_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_post
),

final as (
    select post_id, facility_code, staff_group, fte, hardship, is_key_post, opened_on, offers, offered_on, accepted_on,
        filled_on, vacated_on, closed_on
    from ranked
    where nth = 1
)

select * from final
