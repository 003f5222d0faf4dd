-- For each period and place, the region it belongs to at every level above it and its own (place_span, a row for every period).
with final as (
    select p.label as period, s.place_code, s.level, s.depth, s.region_code
    from period as p
    inner join place_span as s on s.from_on <= p.as_at and s.to_on > p.as_at
)

select * from final
order by level, period, place_code
