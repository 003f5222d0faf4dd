-- What a facility filed as kept on a day, by kind: where a month and a year end on one day, the longer period speaks.
with ranked as (
    select s.facility_code, p.end_on as counted_on, s.service_kind, s.service_count,
        row_number() over (partition by s.facility_code, s.service_kind, p.end_on order by p.months desc, p.label) as nth
    from stg_service as s
    inner join period as p on s.period = p.label
    where s.role = 'stock' and s.service_count is not null
),

final as (
    select facility_code, counted_on, service_kind, service_count
    from ranked
    where nth = 1
)

select * from final
order by facility_code, counted_on, service_kind
