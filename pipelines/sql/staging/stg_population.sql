-- Persons of a place, a year and a kind; the age bands are added up only where no total is given.
with ranked as (
    select
        region_code,
        period,
        population_kind,
        coalesce(age_band, 'all') as age_band,
        persons,
        row_number() over (
            partition by region_code, period, population_kind, coalesce(age_band, 'all')
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_population
),

summed as (
    select
        region_code,
        period,
        population_kind,
        sum(case when age_band = 'all' then persons end) as persons_total,
        sum(case when age_band <> 'all' then persons end) as persons_banded
    from ranked
    where nth = 1
    group by region_code, period, population_kind
),

final as (
    select region_code, period, population_kind, coalesce(persons_total, persons_banded) as persons
    from summed
)

select * from final
