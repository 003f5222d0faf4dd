-- The last day that help from above is known for: the end of the month in which any link, request or visit was last written down.
with days as (
    select max(day) as last_day
    from (
        select max(cast(requested_at as date)) as day from stg_consultation
        union all
        select max(on_date) as day from stg_expert_visit
        union all
        select max(start_on) as day from stg_link
    ) as b
),

final as (
    select greatest(max(p.end_on), max(s.last_day)) as last_day
    from days as d
    left join period as p on p.kind = 'month' and p.start_on <= d.last_day and p.end_on >= d.last_day
    cross join data_span as s
)

select * from final
