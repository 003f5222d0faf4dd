-- What units owed for a period, by dataset: sent or not, and, of what first came, whether it came within the days allowed.
with final as (
    select place_code, period, dataset, 1 as due, passed as sent, cast(null as integer) as arrived,
        cast(null as integer) as arrived_on_time
    from quality_reported
    union all
    select place_code, period, dataset, cast(null as integer) as due, cast(null as integer) as sent, 1 as arrived,
        passed as arrived_on_time
    from quality_timely
)

select * from final
order by period, place_code
