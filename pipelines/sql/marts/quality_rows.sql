-- Tests rows_kept_out: of what was sent for a place, all was loaded. A sheet speaks for the lowest place above all the senders in it and
-- for the newest of its periods. A sheet of which nothing was loaded says of no row where it belongs: it speaks for what the rest of its
-- file does, else for the whole site, until a later batch loads rows of its dataset from a file of that name. Tests place_unknown: every
-- facility that data speak of lies in a place of the register: in a reporting unit or, as a county hospital may, right under the county.
with newest as (
    select max_by(label, end_on) as label from period where kind in ('year', 'fiscal_year')
),

sheets as (
    select s.dataset, s.batch, s.file, coalesce(s.source_sheet, '') as source_sheet, replace(s.unit, '.unassigned', '') as unit,
        max_by(p.label, cast(p.end_on as varchar) || p.label) as label, max(p.end_on) as end_on
    from sheet_filed as s
    left join period as p on s.period = p.label
    group by s.dataset, s.batch, s.file, coalesce(s.source_sheet, ''), replace(s.unit, '.unassigned', '')
),

totals as (
    select dataset, batch, file, source_sheet, count(distinct unit) as units, max_by(label, cast(end_on as varchar) || label) as label
    from sheets
    group by dataset, batch, file, source_sheet
),

unit_paths as (
    select a.place_code as unit, a.depth, max_by(a.region_code, p.end_on) as region_code
    from place_span as a
    inner join (select distinct unit from sheets) as u on a.place_code = u.unit
    inner join period as p on p.kind in ('year', 'fiscal_year') and a.from_on <= p.as_at and a.to_on > p.as_at
    group by a.place_code, a.depth
),

shared as (
    select s.dataset, s.batch, s.file, s.source_sheet, a.region_code, a.depth, count(distinct s.unit) as units
    from sheets as s
    inner join unit_paths as a on s.unit = a.unit
    group by s.dataset, s.batch, s.file, s.source_sheet, a.region_code, a.depth
),

homes as (
    select t.dataset, t.batch, t.file, t.source_sheet, t.label, max_by(h.region_code, h.depth) as place_code
    from totals as t
    inner join shared as h on t.dataset = h.dataset and t.batch = h.batch and t.file = h.file and t.source_sheet = h.source_sheet
        and t.units = h.units
    group by t.dataset, t.batch, t.file, t.source_sheet, t.label
),

files as (
    select batch, file, count(distinct unit) as units, max_by(label, cast(end_on as varchar) || label) as label
    from sheets
    group by batch, file
),

file_shared as (
    select s.batch, s.file, a.region_code, a.depth, count(distinct s.unit) as units
    from sheets as s
    inner join unit_paths as a on s.unit = a.unit
    group by s.batch, s.file, a.region_code, a.depth
),

file_homes as (
    select f.batch, f.file, f.label, max_by(h.region_code, h.depth) as place_code
    from files as f
    inner join file_shared as h on f.batch = h.batch and f.file = h.file and f.units = h.units
    group by f.batch, f.file, f.label
),

whole as (
    select q.dataset, q.batch, q.file, q.quarantined,
        row_number() over (partition by q.dataset, q.file, q.source_sheet order by q.batch desc) as nth
    from quality as q
    left join (
        select dataset, file, max(batch) as batch
        from quality
        where loaded > 0
        group by dataset, file
    ) as l on q.dataset = l.dataset and q.file = l.file and l.batch > q.batch
    where q.loaded = 0 and q.quarantined > 0 and l.dataset is null
),

sent as (
    select q.dataset, h.place_code, h.label, q.loaded, q.quarantined
    from quality as q
    inner join homes as h on q.dataset = h.dataset and q.batch = h.batch and q.file = h.file
        and coalesce(q.source_sheet, '') = h.source_sheet
    union all
    select w.dataset, coalesce(h.place_code, r.code) as place_code, h.label, 0 as loaded, w.quarantined
    from whole as w
    left join file_homes as h on w.batch = h.batch and w.file = h.file
    left join site_root as r on h.place_code is null
    where w.nth = 1
),

kept_out as (
    select 'rows_kept_out' as rule, s.dataset, s.place_code, coalesce(s.label, n.label) as period, sum(s.quarantined) as found,
        sum(s.loaded + s.quarantined) as checked
    from sent as s
    cross join newest as n
    group by s.dataset, s.place_code, coalesce(s.label, n.label)
),

unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

unknown as (
    select 'place_unknown' as rule, 'facility' as dataset, r.region_code as place_code, p.label as period,
        sum(case when a.region_code like '%.unassigned' and h.place_code is null then 1 else 0 end) as found, count(*) as checked
    from place_span as a
    inner join unit_level as u on a.level = u.level
    inner join period as p on p.kind in ('year', 'fiscal_year') and a.from_on <= p.as_at and a.to_on > p.as_at
    inner join reference_day as d on p.as_at = d.as_at
    inner join place_stand as o on a.place_code = o.place_code and o.first_no <= d.day_no and o.last_no >= d.day_no
    inner join site_setting as f on f.name = 'facility_level' and o.level = f.value
    left join (select distinct place_code from place_stand) as h on o.parent_code = h.place_code
    inner join place_span as r on a.place_code = r.place_code and a.from_on = r.from_on and r.depth = 0
    group by r.region_code, p.label
),

counted as (
    select * from kept_out
    union all
    select * from unknown
),

final as (
    select rule, dataset, place_code, period, '' as item, cast(found as double) as found, cast(0 as double) as expected,
        cast(checked as double) as checked, case when found = 0 then 1 else 0 end as passed
    from counted
    where checked > 0 and period is not null
)

select * from final
