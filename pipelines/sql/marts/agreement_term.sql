-- Service agreements from the day agreed on: the last day due, the day of breach, how it ended, and who signed it as on that day (of the
-- agreement's place where the person is not yet in post). An agreement ended by consent says no day: nothing is known of what was served.
with final as (
    select a.agreement_id, a.person_key, a.facility_code as place_code, a.agreed_from as from_on, date '9999-12-31' as to_on, 1 as agreements,
        a.agreed_from, coalesce(
            a.agreed_to,
            cast(a.agreed_from + cast(floor(a.agreed_years * 12) as integer) * interval 1 month - interval 1 day as date)
        ) as due_on,
        a.breach_on, case
            when a.agreement_status = 'released' then 'released'
            when a.breach_on is not null then 'breached'
            when a.agreement_status = 'breached' then 'unknown'
            else 'kept'
        end as outcome,
        coalesce(w.staff_group, 'unknown') as staff_group, coalesce(w.sex, n.sex, 'unknown') as sex, coalesce(w.age_band, 'unknown') as age_band,
        coalesce(w.licence, 'unknown') as licence, coalesce(w.education, 'unknown') as education, coalesce(w.title, 'unknown') as title,
        coalesce(w.contract, 'unknown') as contract, coalesce(w.subsidised, 'unknown') as subsidised
    from stg_agreement as a
    left join workforce_state as w on a.person_key = w.person_key and w.post = 'main' and w.from_on <= a.agreed_from and w.to_on > a.agreed_from
    left join person as n on a.person_key = n.person_key
)

select * from final
order by place_code, from_on
