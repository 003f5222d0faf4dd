-- Who stands on which roster of which reporting unit, and who is said to have left.
with units as (
    select p.place_code, p.region_code as unit_code, row_number() over (partition by p.place_code order by p.from_on desc) as nth
    from place_span as p
    inner join site_setting as s on s.name = 'unit_level' and p.level = s.value
    inner join (select distinct facility_code from stg_roster) as r on p.place_code = r.facility_code
),

named as (
    select r.person_key, r.facility_code, r.staff_group, r.as_at, r.is_main_post, r.has_left, r.end_on, r.exit_reason, r.file,
        coalesce(u.unit_code, r.facility_code) as unit_code
    from stg_roster as r
    left join units as u on r.facility_code = u.place_code and u.nth = 1
),

final as (
    select n.person_key, n.facility_code, n.unit_code, n.staff_group, n.as_at, n.is_main_post, n.has_left,
        case when n.end_on <= n.as_at then n.end_on end as end_on, n.exit_reason, n.file,
        n.has_left or coalesce(n.end_on <= n.as_at, false) as is_ending
    from named as n
)

select * from final
