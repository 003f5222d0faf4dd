-- Every case of reconciliation with its days, and which pay is at stake: that of whole months within them, at the facility
-- (pay_scope facility) or wherever the person was paid (person); none where grants or fees are what is at stake.
with cases as (
    select kind, person_key, facility_code, cast(null as varchar) as other_code, cast(null as varchar) as detail, since_on, first_on,
        last_on, 'facility' as pay_scope, first_month as whole_from, last_month as whole_to
    from case_pay
    union all
    select 'two_main_posts' as kind, person_key, facility_code, other_code, cast(null as varchar), cast(null as date), first_on,
        last_on, 'facility', null, null
    from case_two_posts
    union all
    select 'licence_expired', person_key, facility_code, cast(null as varchar), licence_type, since_on, first_on, last_on, 'person', null, null
    from case_licence
    union all
    select 'outside_registered_place', person_key, facility_code, other_code, licence_type, cast(null as date), first_on, last_on, 'person', null, null
    from case_outside
    union all
    select 'granted_not_in_post', person_key, facility_code, scheme_id, cast(null as varchar), min(left_on), min(first_on), max(last_on), 'none', null, null
    from case_grant
    group by person_key, facility_code, scheme_id
    union all
    select 'insured_elsewhere', person_key, facility_code, cast(null as varchar), employer, cast(null as date), first_on, last_on, 'person', null, null
    from case_insured
    union all
    select 'audit_contradicted', person_key, facility_code, application_id, points, cast(null as date), submitted_on, submitted_on, 'none', null, null
    from case_audit
    union all
    select 'trained_not_in_post', person_key, facility_code, event_id, cast(null as varchar), cast(null as date), first_on, last_on, 'none', null, null
    from case_training
),

final as (
    select md5(concat_ws('|', kind, person_key, facility_code, coalesce(other_code, ''), coalesce(detail, ''), cast(first_on as varchar))) as case_id,
        kind, person_key, facility_code, other_code, detail, since_on, first_on, last_on, pay_scope,
        12 * year(first_on) + month(first_on) as first_month, 12 * year(last_on) + month(last_on) as last_month,
        coalesce(whole_from, 12 * year(first_on) + month(first_on) + case when day(first_on) > 1 then 1 else 0 end) as whole_from,
        coalesce(
            whole_to,
            12 * year(last_on) + month(last_on)
                - case when month(cast(last_on + interval 1 day as date)) = month(last_on) then 1 else 0 end
        ) as whole_to
    from cases
)

select * from final
