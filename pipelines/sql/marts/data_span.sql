-- The days between which spells can be counted on: from the year of the first recorded exit (leavers before it were not
-- written down, so who is known from then are the survivors) or of the first roster, and not before the first period that any
-- record carries. Where nobody's leaving was ever recorded (a list of current staff), only its last year can be counted and
-- leaving cannot be told from not being written down. To the last day that any personal record speaks of; an end written down for a day to come is none of them.
with days as (
    select min(as_at) as first_exit, min(as_at) as first_day, max(as_at) as last_day from stg_roster
    union all
    select min(end_on) as first_exit, min(start_on) as first_day, greatest(max(start_on), coalesce(max(end_on), max(start_on))) as last_day
    from stg_employment
    union all
    select cast(null as date) as first_exit, cast(null as date) as first_day, max(period_end) as last_day from stg_pay
),

bounds as (
    select coalesce(min(first_exit), min(first_day)) as first_day, max(last_day) as last_day from days
),

labelled as (
    select count(*) as labels
    from (
        select period from stg_population
        union all
        select period from stg_workforce_return
        union all
        select cast(period_end as varchar) from stg_pay
        union all
        select cast(as_at as varchar) from stg_roster
    ) as l
),

opening as (
    select min(start_on) as start_on, max(end_on) as end_on from period
),

written as (
    select count(end_on) as exits from stg_employment
),

rostered as (
    select count(distinct as_at) as rosters from stg_roster
),

final as (
    select
        case
            when max(n.labels) = 0 then coalesce(min(p.start_on), min(b.first_day))
            when max(w.exits) + max(r.rosters) = 0 then coalesce(max(q.start_on), max(o.start_on))
            else greatest(max(o.start_on), coalesce(min(p.start_on), max(o.start_on)))
        end as first_day,
        least(max(b.last_day), coalesce(max(o.end_on), max(b.last_day))) as last_day,
        max(w.exits) > 0 or max(r.rosters) > 2 as has_exits
    from bounds as b
    left join period as q on q.kind in ('year', 'fiscal_year') and q.start_on <= b.last_day and q.end_on >= b.last_day
    cross join labelled as n
    cross join opening as o
    cross join written as w
    cross join rostered as r
    left join period as p on p.kind in ('year', 'fiscal_year') and p.start_on <= b.first_day and p.end_on >= b.first_day
)

select * from final
