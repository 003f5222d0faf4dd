-- A person as known: birth year and sex from whichever record has them, latest first.
with records as (
    select person_key, birth_year, sex, as_at as seen_on from stg_roster
    union all
    select person_key, birth_year, sex, start_on as seen_on from stg_employment
),

known as (
    select person_key, seen_on, max(birth_year) as birth_year, max(sex) as sex
    from records
    group by person_key, seen_on
),

final as (
    select person_key,
        max_by(birth_year, case when birth_year is null then null else seen_on end) as birth_year,
        max_by(sex, case when sex is null then null else seen_on end) as sex
    from known
    group by person_key
)

select * from final
