-- The day of a person's first honour. One row a person.
with ranked as (
    select person_key, facility_code as place_code, on_date, row_number() over (partition by person_key order by on_date, facility_code) as nth
    from stg_honour
    where on_date is not null
),

final as (
    select person_key, place_code, on_date, 1 as persons from ranked where nth = 1
)

select * from final
order by place_code, on_date
