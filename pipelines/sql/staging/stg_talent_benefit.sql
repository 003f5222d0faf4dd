-- Benefits given to members of talent schemes, in money or in kind.
with ranked as (
    select
        person_key,
        facility_code,
        talent_scheme,
        benefit_kind,
        value_yuan,
        cast(granted_on as date) as granted_on,
        benefit_detail,
        row_number() over (
            partition by person_key, talent_scheme, benefit_kind, cast(granted_on as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_talent_benefit
),

final as (
    select person_key, facility_code, talent_scheme, benefit_kind, value_yuan, granted_on, benefit_detail
    from ranked
    where nth = 1
)

select * from final
