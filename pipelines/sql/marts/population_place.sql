-- Persons of a place for every period of the year they were counted for.
with years as (
    select label, start_on, end_on from period where kind in ('year', 'fiscal_year')
),

final as (
    select n.region_code as place_code, p.label as period, n.population_kind, n.persons, t.rurality, t.remoteness
    from stg_population as n
    inner join years as y on n.period = y.label
    inner join period as p on p.as_at >= y.start_on and p.as_at <= y.end_on
    inner join place_trait as t on n.region_code = t.place_code and p.label = t.period
    where n.persons is not null
)

select * from final
order by period, place_code
