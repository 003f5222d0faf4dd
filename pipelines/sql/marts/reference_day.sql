-- The last days of periods, numbered: the days on which places are looked up.
with final as (
    select as_at, row_number() over (order by as_at) as day_no from (select distinct as_at from period) as d
)

select * from final
