-- A certificate as it is in force: from its issue to its last day, or to the day before the next one of the same type is issued (a
-- renewal). rank_no puts a physician's licence before an assistant's and so on, for the one licence a person is counted by.
with ranked as (
    select 'physician' as licence_type, 1 as rank_no
    union all
    select 'assistant' as licence_type, 2 as rank_no
    union all
    select 'rural_assistant' as licence_type, 3 as rank_no
    union all
    select 'village_certificate' as licence_type, 4 as rank_no
),

followed as (
    select *, lead(issued_on) over (partition by person_key, licence_type order by issued_on) as renewed_on
    from stg_licence
),

final as (
    select l.person_key, l.licence_type, coalesce(c.role, '') as role, l.facility_code, l.registered_region_code, l.registered_facility_code,
        l.issued_on, l.valid_to as expires_on, l.renewed_on,
        least(
            coalesce(l.valid_to, date '9999-12-31'), coalesce(cast(l.renewed_on - interval 1 day as date), date '9999-12-31')
        ) as last_on,
        coalesce(r.rank_no, 9) as rank_no
    from followed as l
    left join code as c on c.codelist = 'licence_type' and l.licence_type = c.code
    left join ranked as r on l.licence_type = r.licence_type
)

select * from final
