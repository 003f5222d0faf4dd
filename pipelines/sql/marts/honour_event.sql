-- Honours of persons by the day of the award; the staff group and the rest are those of the main post on that day.
with final as (
    select h.facility_code as place_code, h.person_key, h.on_date, coalesce(h.honour_level, 'unknown') as admin_level,
        coalesce(h.honour_kind, 'unknown') as honour_kind, coalesce(w.staff_group, 'unknown') as staff_group, coalesce(w.sex, 'unknown') as sex,
        coalesce(w.age_band, 'unknown') as age_band, coalesce(w.licence, 'unknown') as licence, coalesce(w.education, 'unknown') as education,
        coalesce(w.title, 'unknown') as title, coalesce(w.contract, 'unknown') as contract, coalesce(w.subsidised, 'unknown') as subsidised, 1 as honours
    from stg_honour as h
    left join workforce_state as w on h.person_key = w.person_key and w.headcount = 1 and w.from_on <= h.on_date and w.to_on > h.on_date
    where h.on_date is not null
)

select * from final
order by place_code, on_date
