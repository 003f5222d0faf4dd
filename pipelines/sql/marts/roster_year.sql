-- The yearly rosters of a site that has nothing finer: which stands from which day (not until the next begins), and the one after it.
-- Empty where employment records date an exit, or where any unit sends rosters closer than about a year: an exit is then known to the day, or nearly.
with unit_days as (
    select distinct unit_code, as_at from unit_roster
),

gaps as (
    select date_diff('day', lag(as_at) over (partition by unit_code order by as_at), as_at) as days from unit_days
),

nearest as (
    select coalesce(min(days), 365) as days from gaps
),

employed as (
    select count(*) as spells from stg_employment
),

years as (
    select cast(year(as_at) as integer) as roster_year, min(as_at) as from_on from unit_days group by year(as_at)
),

final as (
    select y.roster_year, y.from_on, lead(y.from_on, 1, date '9999-12-31') over (order by y.roster_year) as to_on,
        lead(y.roster_year) over (order by y.roster_year) as next_year
    from years as y
    cross join nearest as n
    cross join employed as e
    where n.days >= 270 and e.spells = 0
)

select * from final
order by roster_year
