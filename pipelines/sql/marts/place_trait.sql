-- What breakdowns need of a place in a period: rurality of the facility, remoteness of the lowest place that has a class.
with final as (
    select p.label as period, s.place_code, coalesce(s.rurality, 'unknown') as rurality, s.remoteness,
        coalesce(s.facility_type, '') as facility_type
    from period as p
    inner join place_span as s on s.region_code = s.place_code and s.from_on <= p.as_at and s.to_on > p.as_at
)

select * from final
