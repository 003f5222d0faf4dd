-- Subsidies by the day they were paid, and to whom.
with final as (
    select g.facility_code as place_code, g.person_key, g.paid_on as on_date, coalesce(s.subsidy_type, 'unknown') as subsidy_type, g.paid_yuan
    from stg_grant as g
    left join stg_subsidy_scheme as s on g.scheme_id = s.scheme_id
    where g.paid_yuan > 0 and g.paid_on is not null
)

select * from final
order by place_code, on_date
