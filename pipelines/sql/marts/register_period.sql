-- Which reporting units a dataset speaks for, for those that are not returned by every unit for every period; as `reporting`. A register
-- or a list of events is kept by a county (the level above the units) for all its units: one with no honour and no grant has not failed
-- to report. A register speaks of every period of the data; events speak from the first month the county sent to the end of the year of the last; a figure
-- of a place above the units, or a survey, for the periods that contain its own. The list of villages is each township's own. What
-- stands right under a county, in no township (its own unit, `.unassigned`), is one of its units.
with unit_level as (
    select s.value as level, l.depth from site_setting as s
    inner join site_level as l on s.name = 'unit_level' and s.value = l.level
),

kept as (
    select f.dataset, f.place_code, f.period, t.form
    from filed as f
    inner join dataset_trait as t on f.dataset = t.dataset
    where f.dataset not in (
        'employment', 'roster', 'pay', 'population', 'training', 'facility', 'link', 'service', 'facility_status', 'workforce_return',
        'facility_payment', 'region', 'region_crosswalk'
    )
),

spoken as (
    select distinct k.dataset, k.period, k.form, a.region_code as speaker
    from kept as k
    inner join (
        select place_code, region_code, depth, max(depth) over (partition by place_code) as own_depth
        from (select distinct place_code, region_code, depth from place_span) as h
    ) as a on k.place_code = a.place_code
    inner join unit_level as u on a.depth = least(
        a.own_depth, case when k.form in ('none', 'event') and k.dataset <> 'village' then u.depth - 1 else u.depth end
    )
),

spans as (
    select s.dataset, s.speaker, min(p.start_on) as first_day, max(p.end_on) as last_day
    from spoken as s
    inner join period as p on s.period = p.label
    where s.form = 'event'
    group by s.dataset, s.speaker
),

ends as (
    select s.dataset, s.speaker, min(s.first_day) as from_on, cast(max(w.end_on) + interval 1 day as date) as to_on
    from spans as s
    inner join period as w on w.end_on >= s.last_day and w.start_on <= s.last_day
    group by s.dataset, s.speaker
),

spoken_of as (
    select distinct s.dataset, s.speaker, cast(null as varchar) as period, d.first_day as from_on, cast(d.last_day + interval 1 day as date) as to_on
    from spoken as s
    inner join data_span as d on s.form = 'none'
    union all
    select dataset, speaker, cast(null as varchar) as period, from_on, to_on from ends
    union all
    select distinct s.dataset, s.speaker, w.label as period, w.as_at as from_on, cast(w.as_at + interval 1 day as date) as to_on
    from spoken as s
    inner join period as p on s.period = p.label and s.form not in ('none', 'event')
    inner join period as w on p.start_on >= w.start_on and p.end_on <= w.end_on
),

units as (
    select a.place_code as unit_code, a.region_code as speaker, a.from_on, a.to_on
    from place_span as a
    inner join place_span as o on a.place_code = o.place_code and o.region_code = o.place_code and a.from_on = o.from_on
    inner join unit_level as u on o.level = u.level
    union
    select o.region_code as unit_code, a.region_code as speaker, a.from_on, a.to_on
    from place_span as o
    inner join place_span as a on o.place_code = a.place_code and o.from_on = a.from_on
    inner join unit_level as u on o.level = u.level and a.depth <= u.depth
    where o.region_code like '%.unassigned'
),

final as (
    select s.dataset, u.unit_code as place_code, s.period, greatest(s.from_on, u.from_on) as from_on, least(s.to_on, u.to_on) as to_on
    from spoken_of as s
    inner join units as u on s.speaker = u.speaker and s.from_on < u.to_on and s.to_on > u.from_on
)

select * from final
