-- Over which days units tell when agreements were broken, as `reporting`. A breach without its day lies anywhere from the day agreed on to
-- the last day due: the unit's breaches are not all told in those years (`agreement/breach`), and how its agreements ended is not from then
-- on (`agreement/outcome`).
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

undated as (
    select agreement_id, facility_code, agreed_from, coalesce(
            agreed_to, cast(agreed_from + cast(floor(agreed_years * 12) as integer) * interval 1 month - interval 1 day as date)
        ) as due_on
    from stg_agreement
    where agreement_status = 'breached' and breach_on is null
),

untold as (
    select distinct u.region_code as place_code, a.agreed_from as from_on, cast(coalesce(y.end_on, a.due_on) + interval 1 day as date) as after_due
    from undated as a
    inner join place_span as u on a.facility_code = u.place_code and u.to_on > a.agreed_from
    inner join unit_level as l on u.level = l.level
    left join period as y on y.kind in ('year', 'fiscal_year') and y.start_on <= a.due_on and y.end_on >= a.due_on
),

gaps as (
    select 'agreement/breach' as dataset, place_code, from_on, coalesce(after_due, date '9999-12-31') as to_on from untold
    union
    select 'agreement/outcome' as dataset, place_code, from_on, date '9999-12-31' as to_on from untold
),

spoken as (
    select t.dataset, r.place_code, r.from_on, r.to_on
    from register_period as r
    cross join (select 'agreement/breach' as dataset union all select 'agreement/outcome' as dataset) as t
    where r.dataset = 'agreement' and r.period is null
),

cuts as (
    select dataset, place_code, from_on as cut_on from spoken
    union
    select dataset, place_code, to_on as cut_on from spoken
    union
    select dataset, place_code, from_on as cut_on from gaps
    union
    select dataset, place_code, to_on as cut_on from gaps
),

pieces as (
    select dataset, place_code, cut_on as from_on, lead(cut_on) over (partition by dataset, place_code order by cut_on) as to_on
    from cuts
),

final as (
    select distinct p.dataset, p.place_code, p.from_on, p.to_on
    from pieces as p
    inner join spoken as s on p.dataset = s.dataset and p.place_code = s.place_code and s.from_on <= p.from_on and s.to_on >= p.to_on
    left join gaps as g on p.dataset = g.dataset and p.place_code = g.place_code and g.from_on <= p.from_on and g.to_on > p.from_on
    where g.dataset is null
)

select * from final
order by dataset, place_code, from_on
