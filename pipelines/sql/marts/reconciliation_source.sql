-- The rows of the senders' files behind every case: file, sheet, row.
with found as (
    select distinct m.case_id, 'pay' as dataset, p.file, p.source_sheet, p.source_row
    from (select * from reconciliation_money where dataset = 'pay') as m
    inner join stg_pay as p on m.person_key = p.person_key and m.facility_code = p.facility_code and m.from_on = p.period_start
        and m.to_on = p.period_end
    where p.role in ('regular', 'total')
    union all
    select distinct m.case_id, 'grant', g.file, g.source_sheet, g.source_row
    from (select * from reconciliation_money where dataset = 'grant') as m
    inner join stg_grant as g on m.person_key = g.person_key and m.from_on = g.due_on
        and m.other_code = concat_ws('|', g.scheme_id, coalesce(g.application_id, ''))
    union all
    select distinct m.case_id, 'claim_cme', c.file, c.source_sheet, c.source_row
    from (select * from reconciliation_money where dataset = 'claim_cme') as m
    inner join stg_claim_cme as c on m.other_code = c.claim_id
    union all
    select w.case_id, 'employment', e.file, e.source_sheet, e.source_row
    from reconciliation_window as w
    inner join stg_employment as e on w.person_key = e.person_key
    where w.kind <> 'paid_not_in_post' and e.start_on <= w.last_on
        and (e.facility_code = w.facility_code or (w.kind = 'two_main_posts' and e.facility_code = w.other_code))
    union all
    select w.case_id, 'licence', l.file, l.source_sheet, l.source_row
    from reconciliation_window as w
    inner join stg_licence as l on w.person_key = l.person_key
    where (w.kind = 'licence_expired' and w.since_on = l.valid_to)
        or (w.kind = 'outside_registered_place' and w.other_code = l.registered_region_code)
    union all
    select w.case_id, 'social_insurance', s.file, s.source_sheet, s.source_row
    from reconciliation_window as w
    inner join stg_social_insurance as s on w.kind = 'insured_elsewhere' and w.person_key = s.person_key and w.detail = s.employer
        and w.facility_code = s.facility_code
    inner join period as p on s.period = p.label and p.kind = 'month' and p.start_on >= w.first_on and p.end_on <= w.last_on
    union all
    select w.case_id, 'application', a.file, a.source_sheet, a.source_row
    from reconciliation_window as w
    inner join stg_application as a on w.kind = 'audit_contradicted' and w.other_code = a.application_id
    union all
    select w.case_id, 'document', d.file, d.source_sheet, d.source_row
    from reconciliation_window as w
    inner join stg_document as d on w.kind = 'audit_contradicted' and w.other_code = d.application_id
    where w.detail like '%audit_documents%'
    union all
    select w.case_id, 'training', t.file, t.source_sheet, t.source_row
    from reconciliation_window as w
    inner join stg_training as t on w.kind = 'trained_not_in_post' and w.person_key = t.person_key and w.other_code = t.event_id
    union all
    select w.case_id, 'roster', r.file, r.source_sheet, r.source_row
    from reconciliation_window as w
    inner join stg_roster as r on w.kind = 'two_main_posts' and w.person_key = r.person_key and r.as_at >= w.first_on and r.as_at <= w.last_on
        and (r.facility_code = w.facility_code or r.facility_code = w.other_code)
),

final as (
    select case_id, dataset, file, coalesce(source_sheet, '') as source_sheet, source_row from found
)

select * from final
order by case_id, dataset, file, source_sheet, source_row
