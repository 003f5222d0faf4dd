-- What members of talent schemes were given, by the day: money, and help in kind, which has no price.
with final as (
    select b.facility_code as place_code, b.person_key, b.granted_on as on_date, b.benefit_kind, 1 as benefits,
        case when c.role = 'cash' then coalesce(b.value_yuan, 0) else 0 end as cash_yuan, case when c.role = 'cash' then 0 else 1 end as in_kind
    from stg_talent_benefit as b
    left join code as c on c.codelist = 'benefit_kind' and b.benefit_kind = c.code
    where b.granted_on is not null
)

select * from final
order by place_code, on_date
