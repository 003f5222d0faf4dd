-- Health education of a facility for every period: events and attendances as filed, with the part of a year that was filed for (clinic_years).
with final as (
    select place_code, period, sum(case when service_kind = 'education_events' then service_count end) as events,
        sum(case when service_kind = 'education_attendances' then service_count end) as attendances,
        max(case when service_kind = 'education_events' then months_filed / 12.0 end) as clinic_years
    from service_place
    where service_kind in ('education_events', 'education_attendances')
    group by place_code, period
)

select * from final
order by period, place_code
