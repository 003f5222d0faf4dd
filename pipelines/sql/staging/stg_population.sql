-- Persons of a place, a year and a kind, and by age where given; without a total the bands make it only where they are complete.
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

banded as (
    select
        region_code,
        period,
        population_kind,
        sum(case when age_band = 'all' then persons end) as persons_total,
        sum(case when age_band = '0_14' then persons end) as persons_0_14,
        sum(case when age_band = '15_59' then persons end) as persons_15_59,
        sum(case when age_band = '60_64' then persons end) as persons_60_64,
        sum(case when age_band = '65_over' then persons end) as persons_65_over,
        sum(case when age_band = '15_64' then persons end) as persons_15_64,
        sum(case when age_band = '60_over' then persons end) as persons_60_over
    from ranked
    where nth = 1
    group by region_code, period, population_kind
),

filled as (
    select
        region_code,
        period,
        population_kind,
        persons_total,
        persons_0_14,
        persons_15_59,
        coalesce(persons_15_64, persons_15_59 + persons_60_64) as persons_15_64,
        coalesce(persons_60_over, persons_60_64 + persons_65_over) as persons_60_over,
        persons_65_over
    from banded
),

final as (
    select
        region_code,
        period,
        population_kind,
        coalesce(
            persons_total, persons_0_14 + persons_15_59 + persons_60_over, persons_0_14 + persons_15_64 + persons_65_over
        ) as persons,
        persons_0_14,
        persons_15_64,
        persons_60_over,
        persons_65_over
    from filled
)

select * from final
