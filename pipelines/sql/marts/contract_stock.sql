-- On what footing those in post on the last day of a year work, and which pension scheme they are in, by the spell of their main post.
with days as (
    select p.label as period, p.as_at
    from period as p
    inner join data_span as d on p.as_at >= d.first_day and p.as_at <= d.last_day
    where p.kind in ('year', 'fiscal_year')
),

final as (
    select y.period, m.facility_code as place_code, m.staff_group, coalesce(e.contract_type, 'unknown') as contract_type,
        coalesce(e.pension_scheme, 'unknown') as pension_scheme, count(*) as headcount,
        sum(case when e.contract_end_on < y.as_at then 1 else 0 end) as past_contract_end
    from main_post as m
    inner join days as y on m.start_on <= y.as_at and m.end_on >= y.as_at
    inner join post_spell as s on m.spell_id = s.spell_id and s.source = 'employment'
    inner join stg_employment as e on s.person_key = e.person_key and s.facility_code = e.facility_code and s.start_on = e.start_on
    group by y.period, m.facility_code, m.staff_group, coalesce(e.contract_type, 'unknown'), coalesce(e.pension_scheme, 'unknown')
)

select * from final
order by period, place_code
