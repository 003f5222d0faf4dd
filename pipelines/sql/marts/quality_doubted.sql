-- Tests row_in_doubt: in every row of a unit's dataset and period the columns that have to go together do so; the item is the doubt. A place
-- above the units answers for itself, and what stands right under a county for the county. What has no period counts in the newest year.
with unit_level as (
    select l.depth from site_setting as s
    inner join site_level as l on s.name = 'unit_level' and s.value = l.level
),

newest as (
    select max_by(label, end_on) as label from period where kind in ('year', 'fiscal_year')
),

homes as (
    select d.dataset, d.doubt, coalesce(s.to_code, d.place_code) as place_code, case when d.period = '' then n.label else d.period end as period,
        d.rows, d.checked
    from doubted as d
    cross join newest as n
    left join region_successor as s on d.place_code = s.from_code and s.is_main and s.until_on = date '9999-12-31'
),

deepest as (
    select place_code, from_on, max(depth) as depth from place_span group by place_code, from_on
),

final as (
    select 'row_in_doubt' as rule, h.dataset, replace(a.region_code, '.unassigned', '') as place_code, h.period, h.doubt as item, cast(sum(h.rows) as double) as found,
        cast(0 as double) as expected, cast(sum(h.checked) as double) as checked, case when sum(h.rows) = 0 then 1 else 0 end as passed
    from homes as h
    inner join period as p on h.period = p.label
    inner join place_span as a on h.place_code = a.place_code and a.from_on <= p.as_at and a.to_on > p.as_at
    inner join deepest as o on a.place_code = o.place_code and a.from_on = o.from_on
    inner join unit_level as u on a.depth = least(u.depth, o.depth)
    group by h.dataset, replace(a.region_code, '.unassigned', ''), h.period, h.doubt
)

select * from final
