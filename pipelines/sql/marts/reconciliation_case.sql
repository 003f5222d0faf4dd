-- What does not add up between staff, pay, licences, training, subsidies and insurance, one row a case: who (by key), where, from
-- when to when, the yuan at stake, and where its first source row stands (all of them: reconciliation_source).
-- is_provisional: the person was sent without an ID number and may be somebody else on record.
with sums as (
    select case_id, sum(paid_yuan) as paid_yuan from reconciliation_money group by case_id
),

sources as (
    select case_id, count(*) as source_rows, min(concat_ws(' | ', dataset, file, source_sheet, cast(source_row as varchar))) as first_source
    from reconciliation_source
    group by case_id
),

final as (
    select w.case_id, w.kind, w.person_key, a.alias_key is not null as is_provisional, w.facility_code, w.other_code, w.detail, w.since_on,
        w.first_on, w.last_on, w.last_month - w.first_month + 1 as months, coalesce(m.paid_yuan, 0) as at_stake_yuan,
        coalesce(s.source_rows, 0) as source_rows, s.first_source
    from reconciliation_window as w
    left join sums as m on w.case_id = m.case_id
    left join sources as s on w.case_id = s.case_id
    left join person_alias as a on w.person_key = a.alias_key and a.person_key is null
)

select * from final
order by kind, facility_code, person_key, first_on
