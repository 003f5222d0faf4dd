-- Rates of subsidy, each in force from its first day to the day before the next rate for the same case, or to its own last day.
-- A blank says that it makes no difference; a rate without a first day was always in force.
with ranked as (
    select
        scheme_id, education, facility_level, remoteness, rate_yuan, paid_per,
        coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
        coalesce(cast(valid_to as date), date '9999-12-31') as valid_to, file, source_sheet, source_row,
        row_number() over (
            partition by scheme_id, education, facility_level, remoteness, cast(valid_from as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_subsidy_rate
),

followed as (
    select *, lead(valid_from) over (partition by scheme_id, education, facility_level, remoteness order by valid_from) as next_from
    from ranked
    where nth = 1
),

final as (
    select
        scheme_id, education, facility_level, remoteness, rate_yuan, paid_per, valid_from,
        coalesce(least(valid_to, cast(next_from - interval 1 day as date)), valid_to) as valid_to,
        file, source_sheet, source_row
    from followed
)

select * from final
