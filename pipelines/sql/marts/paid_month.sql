-- Persons paid by a facility for a month, of those who were paid for whole months alone and in every year by one facility: each
-- stands in one place, so they add up. Who else was paid is counted from the ledger.
with elsewhere as (
    select distinct person_key from payee_year where not is_monthly or facility_code is null
),

alike as (
    select p.facility_code, p.period, p.months, count(*) as persons
    from payee_year as p
    where not exists (select 1 from elsewhere as e where e.person_key = p.person_key)
    group by p.facility_code, p.period, p.months
),

bits as (
    select y.label as year, m.label as period,
        1 << cast(12 * (year(m.start_on) - year(y.start_on)) + month(m.start_on) - month(y.start_on) as integer) as month_bit
    from period as y
    inner join period as m on m.kind = 'month' and m.start_on >= y.start_on and m.end_on <= y.end_on
    where y.kind in ('year', 'fiscal_year')
),

final as (
    select a.facility_code, b.period, cast(sum(a.persons) as bigint) as persons
    from alike as a
    inner join bits as b on a.period = b.year and (a.months & b.month_bit) <> 0
    group by a.facility_code, b.period
)

select * from final
