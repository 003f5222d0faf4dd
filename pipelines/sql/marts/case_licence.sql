-- Doctors in post for more than 31 days after their licence expired and before the next one was issued (renewing takes a while). Who has no licence on record at all is not
-- among them: nothing is known. valid_to is the last day of validity; what goes on is followed to the end of the last month on record.
with held as (
    select l.person_key, l.licence_type, l.issued_on, coalesce(l.valid_to, date '9999-12-31') as valid_to
    from stg_licence as l
    inner join code as c on c.codelist = 'licence_type' and l.licence_type = c.code and c.role in ('licensed', 'certificate')
),

running as (
    select *,
        max(valid_to) over (partition by person_key order by issued_on, valid_to, licence_type rows between unbounded preceding and 1 preceding) as held_to
    from held
),

islands as (
    select *, sum(case when issued_on > cast(held_to + interval 1 day as date) then 1 else 0 end) over (
        partition by person_key order by issued_on, valid_to, licence_type rows between unbounded preceding and current row
    ) as island
    from running
),

covered as (
    select person_key, island, min(issued_on) as issued_on, max(valid_to) as valid_to, max_by(licence_type, cast(valid_to as varchar) || licence_type) as licence_type
    from islands
    group by person_key, island
),

gaps as (
    select person_key, licence_type, valid_to,
        lead(issued_on) over (partition by person_key order by island) as renewed_on
    from covered
),

posts as (
    select person_key, facility_code, start_on, end_on
    from post_spell
    where staff_group in ('village_doctor', 'township_doctor', 'county_hospital_doctor')
),

windows as (
    select p.person_key, p.facility_code, g.licence_type, g.valid_to as since_on,
        greatest(p.start_on, cast(g.valid_to + interval 1 day as date)) as first_on,
        least(p.end_on, last_day(d.last_day), coalesce(cast(g.renewed_on - interval 1 day as date), last_day(d.last_day))) as last_on
    from gaps as g
    inner join posts as p on g.person_key = p.person_key and p.end_on > g.valid_to
    cross join data_span as d
    where g.valid_to < date '9999-12-31'
),

final as (
    select person_key, facility_code, max(licence_type) as licence_type, since_on, first_on, max(last_on) as last_on
    from windows
    where date_diff('day', first_on, last_on) >= 31
    group by person_key, facility_code, since_on, first_on
)

select * from final
