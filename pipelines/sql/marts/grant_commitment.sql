-- What is committed and not yet due, from one day until the next change (not counted in), by the year it is expected to fall due. An approved
-- amount less its instalments due so far falls due in instalments of the size of the last one, a year apart from it, until it is used
-- up; before the first instalment is on record all of it is put in the year after the decision. A breach ends the commitment, an agreement that was
-- released has none, and an instalment that does not come by its expected day is no longer counted.
with recursive ended as (
    select application_id, min(breach_on) as ends_on, max(case when agreement_status = 'released' then 1 else 0 end) as is_released
    from stg_agreement
    where application_id is not null
    group by application_id
),

approved as (
    select a.application_id, a.facility_code, a.scheme_id, a.decided_on, a.approved_yuan, coalesce(e.ends_on, date '9999-12-31') as ends_on
    from stg_application as a
    left join ended as e on a.application_id = e.application_id
    where a.decision = 'approved' and a.decided_on is not null and a.approved_yuan > 0 and coalesce(e.is_released, 0) = 0
),

moments as (
    select application_id, decided_on as from_on, cast(null as double) as size_yuan, cast(0 as double) as due_yuan from approved
    union all
    select a.application_id, greatest(g.due_on, a.decided_on) as from_on, max(g.due_yuan) as size_yuan, sum(g.due_yuan) as due_yuan
    from approved as a
    inner join stg_grant as g on a.application_id = g.application_id
    group by a.application_id, greatest(g.due_on, a.decided_on)
),

stages as (
    select application_id, from_on, max(size_yuan) as size_yuan, sum(due_yuan) as due_yuan from moments group by application_id, from_on
),

standing as (
    select a.facility_code, a.scheme_id, m.application_id, m.from_on, m.size_yuan, a.ends_on,
        coalesce(lead(m.from_on) over following, date '9999-12-31') as next_on, a.approved_yuan - sum(m.due_yuan) over following as left_yuan
    from stages as m
    inner join approved as a on m.application_id = a.application_id
    window following as (partition by m.application_id order by m.from_on)
),

expected as (
    select facility_code, scheme_id, from_on, next_on, ends_on, size_yuan, left_yuan, 1 as nth
    from standing
    where left_yuan > 0.005 and (size_yuan is null or size_yuan > 0)
    union all
    select facility_code, scheme_id, from_on, next_on, ends_on, size_yuan, left_yuan - size_yuan as left_yuan, nth + 1 as nth
    from expected
    where left_yuan - size_yuan > 0.005
),

dated as (
    select facility_code, scheme_id, from_on, least(coalesce(size_yuan, left_yuan), left_yuan) as committed_yuan,
        case
            when size_yuan is null then make_date(year(from_on) + 1, 12, 31)
            else cast(from_on + (12 * nth) * interval 1 month as date)
        end as expected_on, least(next_on, ends_on) as until_on
    from expected
),

final as (
    select d.facility_code as place_code, d.from_on, least(d.until_on, d.expected_on) as to_on, cast(year(d.expected_on) as varchar) as due_year,
        coalesce(s.subsidy_type, 'unknown') as subsidy_type, d.committed_yuan
    from dated as d
    left join stg_subsidy_scheme as s on d.scheme_id = s.scheme_id
    where d.from_on < least(d.until_on, d.expected_on)
)

select * from final
order by place_code, from_on
