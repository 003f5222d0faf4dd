-- The amounts behind every case, each with the year it belongs to. At stake is what was paid for days not covered: pay for spans
-- of whole months within the case, grants paid for it, fees paid for the course. money_id names an amount, so
-- that one which stands behind two cases can be counted once.
with pay as (
    select w.case_id, w.kind, 'pay' as dataset, l.person_key, l.facility_code, cast(null as varchar) as other_code, l.period_start as from_on,
        l.period_end as to_on, l.paid_yuan
    from reconciliation_window as w
    inner join pay_line as l on w.person_key = l.person_key and l.first_month >= w.whole_from and l.last_month <= w.whole_to
    where w.pay_scope = 'person' or (w.pay_scope = 'facility' and w.facility_code = l.facility_code)
),

granted as (
    select w.case_id, w.kind, 'grant' as dataset, g.person_key, g.facility_code,
        concat_ws('|', g.scheme_id, coalesce(g.application_id, '')) as other_code, g.due_on as from_on, g.due_on as to_on, g.paid_yuan
    from reconciliation_window as w
    inner join case_grant as g on w.kind = 'granted_not_in_post' and w.person_key = g.person_key and w.facility_code = g.facility_code
        and w.other_code = g.scheme_id
    union all
    select w.case_id, w.kind, 'grant', g.person_key, g.facility_code, concat_ws('|', g.scheme_id, g.application_id), g.due_on, g.due_on,
        g.paid_yuan
    from reconciliation_window as w
    inner join stg_grant as g on w.kind = 'audit_contradicted' and w.other_code = g.application_id and w.person_key = g.person_key
    where g.paid_yuan > 0
),

claimed as (
    select w.case_id, w.kind, 'claim_cme' as dataset, c.person_key, c.facility_code, c.claim_id as other_code, c.claimed_on as from_on,
        c.claimed_on as to_on, c.paid_yuan
    from reconciliation_window as w
    inner join stg_claim_cme as c on w.kind = 'trained_not_in_post' and w.person_key = c.person_key and w.other_code = c.event_id
    where c.paid_yuan > 0
),

amounts as (
    select * from pay
    union all
    select * from granted
    union all
    select * from claimed
),

final as (
    select a.case_id, a.kind, a.dataset, a.person_key, a.facility_code, a.other_code, a.from_on, a.to_on, a.paid_yuan, y.label as period,
        md5(concat_ws('|', a.dataset, a.person_key, a.facility_code, coalesce(a.other_code, ''), cast(a.from_on as varchar),
            cast(a.to_on as varchar))) as money_id
    from amounts as a
    left join period as y on y.kind in ('year', 'fiscal_year') and a.to_on >= y.start_on and a.to_on <= y.end_on
)

select * from final
