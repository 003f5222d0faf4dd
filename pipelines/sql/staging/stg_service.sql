-- Work of a facility, a period and a kind, with the kind's role: a flow adds up over months, of a stock the last one speaks.
with ranked as (
    select
        facility_code,
        period,
        service_kind,
        service_count,
        education_topic,
        row_number() over (
            partition by facility_code, period, service_kind
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_service
    where service_count is not null
),

final as (
    select r.facility_code, r.period, r.service_kind, coalesce(c.role, 'flow') as role, r.service_count,
        case when r.service_kind in ('education_events', 'education_attendances') then r.education_topic end as education_topic
    from ranked as r
    left join code as c on c.codelist = 'service_kind' and r.service_kind = c.code
    where r.nth = 1
)

select * from final
