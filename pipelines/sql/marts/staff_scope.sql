-- The months of a unit for which its staff is on record, so that somebody missing was not there: with employment records the
-- span of the data, with rosters alone from the first to the last of them.
with rosters as (
    select u.unit_code, min(r.as_at) as first_on, max(r.as_at) as last_on
    from stg_roster as r
    inner join facility_unit as u on r.facility_code = u.facility_code
    group by u.unit_code
),

sources as (
    select unit_code, min(source) as source from post_cover group by unit_code
),

spans as (
    select s.unit_code,
        case when s.source = 'employment' then d.first_day else r.first_on end as first_on,
        case when s.source = 'employment' then d.last_day else r.last_on end as last_on
    from sources as s
    cross join data_span as d
    left join rosters as r on s.unit_code = r.unit_code
),

final as (
    select unit_code, first_on, last_on, 12 * year(first_on) + month(first_on) as first_month,
        12 * year(last_on) + month(last_on) as last_month
    from spans
    where first_on is not null and last_on is not null
)

select * from final
