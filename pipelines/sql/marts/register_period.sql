-- Which reporting units a dataset speaks for in a period, for those that are not returned by every unit for every period. A register
-- or a list of events is kept by a county (the level above the units) for all its units: one with no honour and no grant has not failed
-- to report. A register speaks of every period of the data; events speak from the first to the last month the county sent; a figure
-- of a place above the units, or a survey, for the periods that contain its own. The list of villages is each township's own.
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
    inner join unit_level as u on a.depth = least(a.own_depth, case when k.form in ('none', 'event') and k.dataset <> 'village' then u.depth - 1 else u.depth end)
),

spans as (
    select s.dataset, s.speaker, min(p.start_on) as first_day, max(p.end_on) as last_day
    from spoken as s
    inner join period as p on s.period = p.label
    where s.form = 'event'
    group by s.dataset, s.speaker
),

spoken_of as (
    select s.dataset, s.speaker, p.label as period
    from spoken as s
    inner join data_span as d on s.form = 'none'
    inner join period as p on p.as_at >= d.first_day and p.as_at <= d.last_day
    union
    select s.dataset, s.speaker, p.label as period
    from spans as s
    inner join period as p on p.end_on >= s.first_day and p.start_on <= s.last_day
    union
    select s.dataset, s.speaker, w.label as period
    from spoken as s
    inner join period as p on s.period = p.label and s.form not in ('none', 'event')
    inner join period as w on p.start_on >= w.start_on and p.end_on <= w.end_on
),

units as (
    select a.period, a.place_code as unit_code, a.region_code as speaker
    from place_path as a
    inner join place_period as o on a.period = o.period and a.place_code = o.place_code
    inner join unit_level as u on o.level = u.level
),

final as (
    select distinct s.dataset, u.unit_code as place_code, s.period
    from spoken_of as s
    inner join units as u on s.period = u.period and s.speaker = u.speaker
)

select * from final
