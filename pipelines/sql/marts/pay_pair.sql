-- Annualised pay of a person in a year beside that of the year before, with the price index of both.
with years as (
    select label, previous from period where kind in ('year', 'fiscal_year')
),

final as (
    select c.period, c.person_key, c.place_code, c.staff_group, b.staff_group as staff_group_before, c.sex, c.licence, c.age_band, c.rurality, c.remoteness,
        c.annual_yuan, b.annual_yuan as annual_yuan_before
    from person_pay_year as c
    inner join years as y on c.period = y.label
    inner join person_pay_year as b on c.person_key = b.person_key and y.previous = b.period
    where c.annual_yuan is not null and b.annual_yuan is not null
)

select * from final
order by period, place_code
