-- Every enrolment of a person in a training, dated by its first day, at the facility that sent it.
with final as (
    select person_key, facility_code as place_code, event_id, enrolled_on as on_date, 1 as enrolments
    from stg_training
    where enrolled_on is not null
)

select * from final
