-- A membership of a talent scheme with what it brought: money, and help in kind (a school place, a job for the spouse, a home).
with given as (
    select b.person_key, b.talent_scheme, sum(case when c.role = 'cash' then b.value_yuan end) as cash_yuan,
        sum(case when c.role = 'cash' then 0 else 1 end) as benefits_in_kind,
        max(case when b.benefit_kind = 'child_school' then 1 else 0 end) as has_school_place,
        max(case when b.benefit_kind = 'spouse_job' then 1 else 0 end) as has_spouse_job,
        max(case when b.benefit_kind = 'housing' then 1 else 0 end) as has_housing
    from stg_talent_benefit as b
    left join code as c on c.codelist = 'benefit_kind' and b.benefit_kind = c.code
    group by b.person_key, b.talent_scheme
),

final as (
    select m.person_key, m.facility_code as place_code, m.talent_scheme, m.talent_level, m.joined_on, m.left_on,
        coalesce(m.is_specialty_lead, false) as is_specialty_lead, coalesce(m.is_imported, false) as is_imported, g.cash_yuan,
        coalesce(g.benefits_in_kind, 0) as benefits_in_kind, coalesce(g.has_school_place, 0) = 1 as has_school_place,
        coalesce(g.has_spouse_job, 0) = 1 as has_spouse_job, coalesce(g.has_housing, 0) = 1 as has_housing
    from stg_talent_member as m
    left join given as g on m.person_key = g.person_key and m.talent_scheme = g.talent_scheme
)

select * from final
