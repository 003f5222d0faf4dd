-- Tests not_sent: a unit sent a dataset for a period. Expected where at least half of the units under the same root sent it, or where
-- the unit sent it the period before and anybody sent this one (not of spans: somebody hired in December makes no monthly ledger). A
-- figure of a place above the units speaks for all of them.
with unit_level as (
    select s.value as level, l.depth from site_setting as s
    inner join site_level as l on s.name = 'unit_level' and s.value = l.level
),

homes as (
    select distinct f.dataset, f.period, coalesce(s.to_code, f.place_code) as place_code
    from filed as f
    inner join dataset_trait as t on f.dataset = t.dataset and t.is_returned
    left join region_successor as s on f.place_code = s.from_code and s.is_main and s.until_on = date '9999-12-31'
),

sent as (
    select h.dataset, h.period, a.region_code as unit_code
    from homes as h
    inner join period as p on h.period = p.label
    inner join place_span as a on h.place_code = a.place_code and a.from_on <= p.as_at and a.to_on > p.as_at
    inner join unit_level as u on a.level = u.level
    union
    select h.dataset, h.period, a.place_code as unit_code
    from homes as h
    inner join period as p on h.period = p.label
    inner join place_span as a on h.place_code = a.region_code and a.from_on <= p.as_at and a.to_on > p.as_at
    inner join unit_level as u on a.depth < u.depth
    inner join place_span as o on a.place_code = o.place_code and a.from_on = o.from_on and o.region_code = o.place_code and u.level = o.level
),

units as (
    select distinct p.label as period, e.place_code as unit_code, r.region_code as root_code
    from (select distinct place_code, period, from_on, to_on from reporting) as e
    inner join period as p on e.period = p.label or (e.period is null and e.from_on <= p.as_at and e.to_on > p.as_at)
    inner join place_span as r on e.place_code = r.place_code and r.depth = 0 and r.from_on <= p.as_at and r.to_on > p.as_at
    where e.place_code not like '%.unassigned'
),

asked as (
    select period, root_code, count(*) as units from units group by period, root_code
),

came as (
    select s.dataset, s.period, u.root_code, count(*) as units
    from sent as s
    inner join units as u on s.unit_code = u.unit_code and s.period = u.period
    group by s.dataset, s.period, u.root_code
),

final as (
    select 'not_sent' as rule, c.dataset, u.unit_code as place_code, u.period, '' as item,
        cast(case when s.unit_code is null then 0 else 1 end as double) as found, cast(1 as double) as expected,
        cast(c.units as double) as checked, case when s.unit_code is null then 0 else 1 end as passed
    from units as u
    inner join came as c on u.period = c.period and u.root_code = c.root_code
    inner join asked as a on u.period = a.period and u.root_code = a.root_code
    inner join period as p on u.period = p.label
    inner join dataset_trait as t on c.dataset = t.dataset
    left join sent as s on c.dataset = s.dataset and u.period = s.period and u.unit_code = s.unit_code
    left join sent as b on c.dataset = b.dataset and p.previous = b.period and u.unit_code = b.unit_code
    where 2 * c.units >= a.units or (t.form <> 'span' and b.unit_code is not null)
)

select * from final
