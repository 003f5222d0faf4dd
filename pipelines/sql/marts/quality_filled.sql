-- Tests field_blank: of a wanted column of a dataset a unit fills in no smaller a share than the site's threshold. A column that nobody
-- under the root fills in for the period is not collected there and not tested. What has no period counts in the newest year.
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

threshold as (
    select cast(value as double) as share from site_setting where name = 'threshold'
),

newest as (
    select max_by(label, end_on) as label from period where kind in ('year', 'fiscal_year')
),

homes as (
    select f.dataset, f.column_name, coalesce(s.to_code, f.place_code) as place_code,
        case when f.period = '' then n.label else f.period end as period, f.asked, f.filled
    from filled as f
    cross join newest as n
    left join region_successor as s on f.place_code = s.from_code and s.is_main and s.until_on = date '9999-12-31'
),

units as (
    select h.dataset, h.column_name, h.period, p.as_at, a.region_code as unit_code, sum(h.asked) as asked, sum(h.filled) as filled
    from homes as h
    inner join period as p on h.period = p.label
    inner join place_span as a on h.place_code = a.place_code and a.from_on <= p.as_at and a.to_on > p.as_at
    inner join unit_level as u on a.level = u.level
    where a.region_code not like '%.unassigned'
    group by h.dataset, h.column_name, h.period, p.as_at, a.region_code
),

rooted as (
    select u.*, r.region_code as root_code
    from units as u
    inner join place_span as r on u.unit_code = r.place_code and r.from_on <= u.as_at and r.to_on > u.as_at and r.depth = 0
),

collected as (
    select dataset, column_name, period, root_code from rooted group by dataset, column_name, period, root_code having sum(filled) > 0
),

final as (
    select 'field_blank' as rule, u.dataset, u.unit_code as place_code, u.period, u.column_name as item, cast(u.filled as double) as found,
        cast(u.asked as double) as expected, cast(u.asked as double) as checked,
        case when u.filled >= t.share * u.asked then 1 else 0 end as passed
    from rooted as u
    inner join collected as c on u.dataset = c.dataset and u.column_name = c.column_name and u.period = c.period
        and u.root_code = c.root_code
    cross join threshold as t
    where u.asked > 0
)

select * from final
