-- The day on which a person first joined a talent scheme. One row a person.
with ranked as (
    select person_key, facility_code as place_code, joined_on, row_number() over (partition by person_key order by joined_on, talent_scheme) as nth
    from stg_talent_member
),

final as (
    select person_key, place_code, joined_on as on_date, 1 as persons from ranked where nth = 1
)

select * from final
order by place_code, on_date
