-- What others earn where a reporting unit is, in every period of the year: the figure of the unit itself, else of the lowest place above
-- it that has one.
with ranked as (
    select u.place_code, p.label as period, r.reference_kind, r.reference_yuan,
        row_number() over (partition by u.place_code, p.label, r.reference_kind order by a.depth desc) as nth
    from stg_reference_income as r
    inner join period as y on r.period = y.label
    inner join period as p on p.as_at >= y.start_on and p.as_at <= y.end_on
    inner join site_setting as s on s.name = 'unit_level'
    inner join place_span as u on u.level = s.value and u.place_code = u.region_code and u.from_on <= p.as_at and u.to_on > p.as_at
    inner join place_span as a
        on u.place_code = a.place_code and r.region_code = a.region_code and a.from_on <= p.as_at and a.to_on > p.as_at
    where r.reference_yuan is not null
),

final as (
    select place_code, period, reference_kind, reference_yuan from ranked where nth = 1
)

select * from final
order by period, place_code
