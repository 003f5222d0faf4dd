-- The region every place belongs to at its own level and each above, and what breakdowns need of the place, from one reference day
-- until another (not counted in): place_path and place_trait without a row for every period. A place is looked up on the last day
-- of a period; periods that end on one day know the same places. Rurality and type are traits of facilities: a region has none.
with days as (
    select as_at, row_number() over (order by as_at) as day_no from (select distinct as_at from period) as d
),

standing as (
    select distinct d.day_no, a.place_code, a.level, a.depth, a.region_code, case when t.facility_type <> '' then t.rurality end as rurality,
        t.remoteness, nullif(t.facility_type, '') as facility_type
    from place_path as a
    inner join place_trait as t on a.place_code = t.place_code and a.period = t.period
    inner join period as p on a.period = p.label
    inner join days as d on p.as_at = d.as_at
),

runs as (
    select *, day_no - row_number() over (
        partition by place_code, level, region_code, rurality, remoteness, facility_type order by day_no
    ) as run_no
    from standing
),

stretches as (
    select place_code, level, depth, region_code, rurality, remoteness, facility_type, min(day_no) as first_no, max(day_no) as last_no
    from runs
    group by place_code, level, depth, region_code, rurality, remoteness, facility_type, run_no
),

final as (
    select s.place_code, s.level, s.depth, s.region_code, s.rurality, s.remoteness, s.facility_type, f.as_at as from_on,
        coalesce(n.as_at, date '9999-12-31') as to_on
    from stretches as s
    inner join days as f on s.first_no = f.day_no
    left join days as n on s.last_no + 1 = n.day_no
)

select * from final
order by level, place_code, from_on
