-- What breakdowns need of a place in a period: rurality of the facility, remoteness of the lowest place that has a class.
with remote as (
    select a.period, a.place_code, r.remoteness,
        row_number() over (partition by a.period, a.place_code order by a.depth desc) as nth
    from place_path as a
    inner join place_period as r on a.period = r.period and a.region_code = r.place_code
    where r.remoteness <> 'unknown'
),

final as (
    select p.period, p.place_code, p.rurality, coalesce(r.remoteness, 'unknown') as remoteness, p.facility_type
    from place_period as p
    left join remote as r on p.period = r.period and p.place_code = r.place_code and r.nth = 1
)

select * from final
