-- Breaches of service agreements by the day of the breach, with what is to be repaid and what was, as the register stands now. Repaid is
-- told only where it is known what was due. What ended by consent is no breach, whatever day is written beside it (as in agreement_term).
with final as (
    select a.facility_code as place_code, a.breach_on as on_date, coalesce(s.subsidy_type, 'unknown') as subsidy_type, count(*) as breaches,
        sum(a.repay_due_yuan) as repay_due_yuan, sum(case when a.repay_due_yuan is not null then coalesce(a.repaid_yuan, 0) end) as repaid_yuan
    from stg_agreement as a
    left join stg_subsidy_scheme as s on a.scheme_id = s.scheme_id
    where a.breach_on is not null and coalesce(a.agreement_status, '') <> 'released'
    group by a.facility_code, a.breach_on, coalesce(s.subsidy_type, 'unknown')
)

select * from final
order by place_code, on_date
