-- Health education of a facility for every period: events and attendances as filed, the part of a year that events were filed for (clinic_years),
-- and whether the facility filed them at all (events_known, attendances_known).
with final as (
    select place_code, period, sum(case when service_kind = 'education_events' then service_count end) as events,
        sum(case when service_kind = 'education_attendances' then service_count end) as attendances,
        max(case when service_kind = 'education_events' then months_filed / 12.0 end) as clinic_years,
        max(case when service_kind = 'education_events' then 1 end) as events_known,
        max(case when service_kind = 'education_attendances' then 1 end) as attendances_known
    from service_place
    where service_kind in ('education_events', 'education_attendances')
    group by place_code, period
)

select * from final
order by period, place_code
