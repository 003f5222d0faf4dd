-- Persons of a place, in force through the year they were counted for (until to_on, not counted in). Where places below it have a
-- figure of their own, those speak and the place's own total does not: the two are never added. `dependants` and `working_age`
-- are known only where all ages are, so that one is never divided by the other of more places; `doctors_required` is what the site's norm
-- of doctors per 1,000 comes to.
with years as (
    select label, start_on, cast(end_on + interval 1 day as date) as to_on, as_at from period where kind in ('year', 'fiscal_year')
),

norms as (
    select k.population_kind, coalesce(max(o.norm), max(m.norm)) as norm
    from (select distinct population_kind from population_recast) as k
    left join site_norm as o on o.indicator = 'density' and o.population_kind = k.population_kind
    left join site_norm as m on m.indicator = 'density' and m.population_kind = ''
    group by k.population_kind
),

spoken_for as (
    select distinct a.region_code as place_code, n.period, n.population_kind
    from population_recast as n
    inner join years as y on n.period = y.label
    inner join place_span as a on n.region_code = a.place_code and a.from_on <= y.as_at and a.to_on > y.as_at
        and a.region_code <> a.place_code
    where n.persons is not null
),

final as (
    select n.region_code as place_code, n.period as year, n.population_kind, n.persons, n.persons_0_14, n.persons_15_64, n.persons_60_over,
        n.persons_65_over, case when n.persons_15_64 is not null then n.persons_0_14 + n.persons_65_over end as dependants,
        case when n.persons_0_14 + n.persons_65_over is not null then n.persons_15_64 end as working_age,
        n.persons / 1000 * m.norm as doctors_required, y.start_on as from_on, y.to_on
    from population_recast as n
    inner join years as y on n.period = y.label
    left join spoken_for as b on n.region_code = b.place_code and n.period = b.period and n.population_kind = b.population_kind
    left join norms as m on n.population_kind = m.population_kind
    where n.persons is not null and b.place_code is null
)

select * from final
order by place_code, from_on
