-- Published figures of income at the grain they came in; "All" is written one way.
with ranked as (
    select
        region_name,
        lower(coalesce(practice_type, 'all')) as practice_type,
        coalesce(rurality, 'all') as rurality,
        lower(coalesce(size_band, 'all')) as size_band,
        period,
        published_label,
        income_measure,
        amount,
        persons,
        row_number() over (
            partition by region_name, lower(coalesce(practice_type, 'all')), coalesce(rurality, 'all'),
                lower(coalesce(size_band, 'all')), period, income_measure
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_pay_summary
),

final as (
    select region_name, practice_type, rurality, size_band, period, published_label, income_measure, amount, persons
    from ranked
    where nth = 1
)

select * from final
