-- What others earn where a reporting unit is, through the year it was published for (until to_on, not counted in): the figure of the
-- unit itself, else of the lowest place above it that has one.
with ranked as (
    select u.place_code, y.start_on as from_on, cast(y.end_on + interval 1 day as date) as to_on, r.reference_kind, r.reference_yuan,
        row_number() over (partition by u.place_code, y.label, r.reference_kind order by a.depth desc) as nth
    from stg_reference_income as r
    inner join period as y on r.period = y.label
    inner join site_setting as s on s.name = 'unit_level'
    inner join place_span as u on u.level = s.value and u.place_code = u.region_code and u.from_on <= y.as_at and u.to_on > y.as_at
    inner join place_span as a
        on u.place_code = a.place_code and r.region_code = a.region_code and a.from_on <= y.as_at and a.to_on > y.as_at
    where r.reference_yuan is not null
),

final as (
    select place_code, from_on, to_on, reference_kind, reference_yuan from ranked where nth = 1
)

select * from final
order by place_code, from_on
