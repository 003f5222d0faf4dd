-- What became of a place: where its totals of a day go today, through every later change, with the share each successor takes.
-- A row holds for facts from since_on until the day before until_on; of a place that is gone the last row has no end.
-- Only changes between places that the register knows at one level count (an English group that became a board of another kind
-- has no successor here). Each change is followed by the next of the place it led to (the later ones come after that). Where a part was
-- moved away (boundary) and nothing is said of the rest, the rest stayed.
-- `is_main` marks the successor with the largest share, `is_complete` says that the shares add up to one.
with recursive levels as (
    select region_code, max_by(level, valid_from) as level from stg_region group by region_code
),

told as (
    select x.from_code, x.to_code, x.on_date, x.share, x.crosswalk_kind
    from stg_region_crosswalk as x
    inner join levels as f on x.from_code = f.region_code
    inner join levels as t on x.to_code = t.region_code and f.level = t.level
    where x.on_date is not null
),

rest as (
    select from_code, from_code as to_code, on_date, 1 - sum(share) as share, 'boundary' as crosswalk_kind
    from told
    group by from_code, on_date
    having max(case when coalesce(crosswalk_kind, '') <> 'boundary' or from_code = to_code then 1 else 0 end) = 0 and sum(share) < 0.9999
),

every as (
    select * from told
    union all
    select * from rest
),

days as (
    select from_code, on_date, lag(on_date) over (partition by from_code order by on_date) as before_on
    from (select distinct from_code, on_date from every) as d
),

changes as (
    select e.from_code, e.to_code, e.on_date, e.share, d.before_on
    from every as e
    inner join days as d on e.from_code = d.from_code and e.on_date = d.on_date
),

chain as (
    select from_code, to_code, on_date, on_date as first_on, share, 1 as steps from changes
    union all
    select c.from_code, x.to_code, x.on_date, c.first_on, c.share * x.share, c.steps + 1
    from chain as c
    inner join changes as x on c.to_code = x.from_code and x.on_date > c.on_date and coalesce(x.before_on <= c.on_date, true) and c.steps < 30
),

ends as (
    select c.from_code, c.first_on, c.to_code, sum(c.share) as share
    from chain as c
    left join changes as x on c.to_code = x.from_code and x.on_date > c.on_date
    where x.from_code is null
    group by c.from_code, c.first_on, c.to_code
),

stretches as (
    select from_code, first_on, coalesce(lag(first_on) over (partition by from_code order by first_on), date '1900-01-01') as since_on,
        lead(first_on) over (partition by from_code order by first_on) as next_on, stays
    from (
        select from_code, first_on, max(case when from_code = to_code then 1 else 0 end) as stays from ends group by from_code, first_on
    ) as d
),

final as (
    select e.from_code, e.to_code, s.since_on,
        case when s.next_on is null and s.stays = 0 then date '9999-12-31' else e.first_on end as until_on,
        e.share,
        abs(sum(e.share) over (partition by e.from_code, e.first_on) - 1) < 0.001 as is_complete,
        row_number() over (partition by e.from_code, e.first_on order by e.share desc, e.to_code) = 1 as is_main
    from ends as e
    inner join stretches as s on e.from_code = s.from_code and e.first_on = s.first_on
)

select * from final
order by from_code, since_on, to_code
