-- Persons as counted, on the places of today: what a place that is gone had goes to its successors by their shares.
-- What one of the places that came together did not count is not known of the whole.
with counted as (
    select n.*, coalesce(p.as_at, date '9999-12-30') as as_at
    from stg_population as n
    left join period as p on n.period = p.label
),

moved as (
    select coalesce(s.to_code, n.region_code) as region_code, n.period, n.population_kind, coalesce(s.share, 1) as share,
        n.persons, n.persons_0_14, n.persons_15_64, n.persons_60_over, n.persons_65_over
    from counted as n
    left join region_successor as s on n.region_code = s.from_code and n.as_at >= s.since_on and n.as_at < s.until_on
),

final as (
    select region_code, period, population_kind,
        case when count(persons) = count(*) then sum(persons * share) end as persons,
        case when count(persons_0_14) = count(*) then sum(persons_0_14 * share) end as persons_0_14,
        case when count(persons_15_64) = count(*) then sum(persons_15_64 * share) end as persons_15_64,
        case when count(persons_60_over) = count(*) then sum(persons_60_over * share) end as persons_60_over,
        case when count(persons_65_over) = count(*) then sum(persons_65_over * share) end as persons_65_over
    from moved
    group by region_code, period, population_kind
)

select * from final
