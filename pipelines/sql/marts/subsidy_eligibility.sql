-- Persons in post whom the rules make eligible for a type of subsidy, from one day until the next change (not counted in): in post at a
-- facility of the area of a scheme, with the years of service it asks for, full time where it asks, and a rate in force for their education, level and
-- remoteness (of rates that fit, those that name most, where they agree). For entry grants a practice licence is asked for as well; agreement and
-- documents are known of applicants only and are not. A person who is eligible under two schemes of a type is one. Staff groups are those
-- that the site counts in any base.
with schemes as (
    select scheme_id, subsidy_type, area_code, coalesce(service_years_needed, 0) as years_needed,
        coalesce(is_full_time_needed, false) as is_full_time_needed, valid_from, valid_to
    from stg_subsidy_scheme
    where subsidy_type in ('post_allowance', 'entry')
),

rates as (
    select r.scheme_id, r.education, r.facility_level, r.remoteness, r.rate_yuan, r.paid_per, greatest(r.valid_from, s.valid_from) as from_on,
        case
            when least(r.valid_to, s.valid_to) >= date '9999-12-31' then date '9999-12-31'
            else cast(least(r.valid_to, s.valid_to) + interval 1 day as date)
        end as to_on
    from stg_subsidy_rate as r
    inner join schemes as s on r.scheme_id = s.scheme_id
),

edges as (
    select scheme_id, from_on as edge_on from rates
    union
    select scheme_id, to_on from rates
),

spans as (
    select scheme_id, edge_on as from_on, lead(edge_on) over (partition by scheme_id order by edge_on) as to_on from edges
),

standing as (
    select p.place_code, p.from_on, p.to_on, nullif(p.remoteness, 'unknown') as remoteness, nullif(c.role, '') as facility_level
    from place_span as p
    inner join site_setting as s on s.name = 'facility_level' and p.level = s.value
    left join code as c on c.codelist = 'facility_type' and p.facility_type = c.code
),

situations as (
    select e.education, h.facility_level, h.remoteness
    from (select distinct education from workforce_state) as e
    cross join (select distinct facility_level, remoteness from standing) as h
),

fitting as (
    select n.scheme_id, n.from_on, n.to_on, u.education, u.facility_level, u.remoteness, r.rate_yuan, r.paid_per,
        rank() over (
            partition by n.scheme_id, n.from_on, u.education, u.facility_level, u.remoteness
            order by case when r.education is null then 0 else 1 end + case when r.facility_level is null then 0 else 1 end
                + case when r.remoteness is null then 0 else 1 end desc
        ) as nth
    from spans as n
    inner join rates as r on n.scheme_id = r.scheme_id and r.from_on <= n.from_on and r.to_on >= n.to_on
    inner join situations as u on (r.education is null or r.education = u.education)
        and (r.facility_level is null or r.facility_level = u.facility_level) and (r.remoteness is null or r.remoteness = u.remoteness)
    where n.from_on < n.to_on
),

rated as (
    select scheme_id, from_on, to_on, education, facility_level, remoteness
    from fitting
    where nth = 1
    group by scheme_id, from_on, to_on, education, facility_level, remoteness
    having count(distinct concat_ws('|', cast(rate_yuan as varchar), paid_per)) = 1
),

covered as (
    select distinct h.place_code, s.scheme_id, greatest(h.from_on, a.from_on) as from_on, least(h.to_on, a.to_on) as to_on, h.facility_level, h.remoteness
    from schemes as s
    inner join place_span as a on s.area_code = a.region_code
    inner join standing as h on a.place_code = h.place_code and a.from_on < h.to_on and a.to_on > h.from_on
    union all
    select h.place_code, s.scheme_id, h.from_on, h.to_on, h.facility_level, h.remoteness
    from schemes as s
    inner join standing as h on s.area_code is null
),

started as (
    select person_key, min(start_on) as start_on from post_spell where has_known_start group by person_key
),

stretches as (
    select person_key, from_on, to_on, place_code, staff_group, sex, age_band, licence, education, title, contract, fte,
        concat_ws('|', place_code, staff_group, age_band, licence, education, title, contract, cast(fte as varchar)) as likeness
    from workforce_state
    where source = 'person' and headcount = 1 and staff_group in (select staff_group from site_base)
),

compared as (
    select *, lag(to_on) over person as before_on, lag(likeness) over person as before_likeness
    from stretches
    window person as (partition by person_key order by from_on)
),

changed as (
    select *, lead(before_on) over (partition by person_key order by from_on) as last_on
    from compared
    where before_on is null or before_on <> from_on or before_likeness <> likeness
),

closing as (
    select person_key, max(to_on) as closes_on from stretches group by person_key
),

people as (
    select c.person_key, c.from_on, coalesce(c.last_on, e.closes_on) as to_on, c.place_code, c.staff_group, c.sex, c.age_band, c.licence,
        c.education, c.title, c.contract, c.fte, b.start_on
    from changed as c
    inner join closing as e on c.person_key = e.person_key
    left join started as b on c.person_key = b.person_key
),

pieces as (
    select distinct p.person_key, p.from_on as row_on, s.subsidy_type,
        greatest(p.from_on, c.from_on, r.from_on, case when s.years_needed > 0 then cast(
            p.start_on + cast(floor(12 * s.years_needed) as integer) * interval 1 month as date
        ) else p.from_on end) as from_on,
        least(p.to_on, c.to_on, r.to_on) as to_on
    from people as p
    inner join covered as c on p.place_code = c.place_code and c.from_on < p.to_on and c.to_on > p.from_on
    inner join schemes as s on c.scheme_id = s.scheme_id
    inner join rated as r on s.scheme_id = r.scheme_id and p.education = r.education and c.facility_level is not distinct from r.facility_level
        and c.remoteness is not distinct from r.remoteness and r.from_on < p.to_on and r.to_on > p.from_on
    where (not s.is_full_time_needed or p.fte >= 1) and (s.subsidy_type <> 'entry' or p.licence not in ('none', 'not_licensed'))
        and (s.years_needed = 0 or p.start_on is not null)
),

ordered as (
    select *, max(to_on) over (
        partition by person_key, row_on, subsidy_type order by from_on, to_on rows between unbounded preceding and 1 preceding
    ) as before_on
    from pieces
    where from_on < to_on
),

grouped as (
    select *, sum(case when from_on <= before_on then 0 else 1 end) over (
        partition by person_key, row_on, subsidy_type order by from_on, to_on rows between unbounded preceding and current row
    ) as island_no
    from ordered
),

islands as (
    select person_key, row_on, subsidy_type, island_no, min(from_on) as from_on, max(to_on) as to_on
    from grouped
    group by person_key, row_on, subsidy_type, island_no
),

final as (
    select p.place_code, p.person_key, i.subsidy_type, i.from_on, i.to_on, p.staff_group, p.sex, p.age_band, p.licence, p.education, p.title, p.contract,
        1 as persons
    from islands as i
    inner join people as p on i.person_key = p.person_key and i.row_on = p.from_on
)

select * from final
order by place_code, from_on
