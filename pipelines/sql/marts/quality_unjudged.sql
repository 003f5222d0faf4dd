-- Tests pay_unjudged: a unit's pay of a year lies within the months for which its staff is on record. A unit whose staff is on record
-- nowhere is asked for it elsewhere (not_sent). The item is the last day of its staff on record.
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

paid as (
    select distinct u.unit_code, y.label as period
    from filed as f
    inner join period as p on f.period = p.label
    inner join period as y on y.kind in ('year', 'fiscal_year') and p.end_on >= y.start_on and p.end_on <= y.end_on
    inner join facility_unit as u on f.place_code = u.facility_code
    where f.dataset = 'pay'
),

beyond as (
    select unit_code, period, judged_to, sum(pay_rows) as pay_rows, sum(paid_yuan) as paid_yuan
    from pay_unjudged
    where judged_to is not null
    group by unit_code, period, judged_to
),

judged as (
    select p.unit_code, p.period, s.last_on
    from paid as p
    inner join staff_scope as s on p.unit_code = s.unit_code
    inner join place_stand as o on p.unit_code = o.place_code
    inner join unit_level as u on o.level = u.level
    group by p.unit_code, p.period, s.last_on
),

final as (
    select 'pay_unjudged' as rule, 'pay' as dataset, j.unit_code as place_code, j.period,
        case when b.pay_rows is null then '' else cast(j.last_on as varchar) end as item, cast(coalesce(b.pay_rows, 0) as double) as found,
        cast(0 as double) as expected, cast(coalesce(b.paid_yuan, 0) as double) as checked,
        case when b.pay_rows is null then 1 else 0 end as passed
    from judged as j
    left join beyond as b on j.unit_code = b.unit_code and j.period = b.period
)

select * from final
