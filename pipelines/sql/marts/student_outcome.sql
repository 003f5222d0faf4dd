-- What became of a targeted student by the last day of the data: graduated, arrived at the post, broke the agreement, served it out. The
-- obligation runs from the day of taking up the post; is_in_post_after says whether somebody who served it out is still in post somewhere.
with due as (
    select s.*, d.last_day,
        cast(s.posted_on + cast(floor(coalesce(s.obligation_years, 0) * 12) as integer) * interval 1 month as date) as obligation_ends_on
    from stg_student as s
    cross join data_span as d
),

final as (
    select u.student_id, u.person_key, coalesce(u.posted_facility_code, u.facility_code) as place_code, u.facility_code as signed_facility_code,
        u.programme, u.school, u.intake_year, u.student_status, u.graduated_on, u.posted_on, u.breach_on, u.obligation_years,
        u.obligation_ends_on, coalesce(u.graduated_on <= u.last_day, false) as has_graduated, coalesce(u.posted_on <= u.last_day, false) as has_arrived,
        u.breach_on is not null or coalesce(u.student_status, '') = 'breached' as has_breached,
        u.breach_on is null and coalesce(u.student_status, '') <> 'breached' and coalesce(u.obligation_ends_on <= u.last_day, false) as has_fulfilled,
        m.person_key is not null as is_in_post, m.person_key is not null and coalesce(u.obligation_ends_on <= u.last_day, false) as is_in_post_after
    from due as u
    left join main_post as m on u.person_key = m.person_key and m.start_on <= u.last_day and m.end_on >= u.last_day
)

select * from final
