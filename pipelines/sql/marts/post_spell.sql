-- Every spell in a post: employment records where a unit sends them, else spells read off its rosters.
with employed_units as (
    select distinct p.region_code as unit_code
    from (select distinct facility_code from stg_employment) as e
    inner join place_path as p on e.facility_code = p.place_code
    inner join site_setting as s on s.name = 'unit_level' and p.level = s.value
),

spells as (
    select person_key, facility_code, staff_group, start_on, end_on, exit_reason, fte, is_main_post, 'employment' as source,
        true as has_known_start
    from stg_employment
    union all
    select person_key, facility_code, staff_group, start_on, end_on, exit_reason, cast(null as double) as fte, is_main_post, 'roster' as source,
        has_known_start
    from roster_spell
    where unit_code not in (select unit_code from employed_units)
),

final as (
    select person_key, facility_code, staff_group, start_on, coalesce(end_on, date '9999-12-31') as end_on,
        exit_reason, fte, coalesce(is_main_post, false) as is_main_post, source, has_known_start,
        row_number() over (order by person_key, start_on, facility_code, staff_group) as spell_id
    from spells
    where end_on is null or end_on >= start_on
)

select * from final
