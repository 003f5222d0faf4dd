-- The annual return as counts that can be summed. A form tells how many are women and how many are old, but not how many are both,
-- so a row counts in one view or in several: counts_total (headcount and FTE), counts_sex, counts_age_band, counts_licence. Within
-- a view the rows of a facility and a staff group add up to the headcount; views are never added to each other.
-- What a form says as "of whom" leaves the rest: the others are men, are under 55, are not licensed.
with stated as (
    select r.*,
        coalesce(aged_under_35, aged_35_44, aged_45_54) is not null as has_lower,
        coalesce(aged_55_59, aged_60_over) is not null as has_upper,
        coalesce(licence_physician, licence_assistant, licence_rural_assistant) is not null as has_licensed,
        coalesce(licence_village, licence_none) is not null as has_others
    from stg_workforce_return as r
    inner join code as g on g.codelist = 'staff_group' and r.staff_group = g.code and g.role <> 'memo'
),

counted as (
    select *,
        case when has_upper then coalesce(aged_55_59, 0) + coalesce(aged_60_over, 0) else aged_55_over end as upper,
        case when has_licensed then coalesce(licence_physician, 0) + coalesce(licence_assistant, 0) + coalesce(licence_rural_assistant, 0)
            else licensed end as licensed_all
    from stated
),

kinds as (
    select 'sex' as view, 'female' as code
    union all
    select 'sex' as view, 'male' as code
    union all
    select 'age_band' as view, 'under_35' as code
    union all
    select 'age_band' as view, '35_44' as code
    union all
    select 'age_band' as view, '45_54' as code
    union all
    select 'age_band' as view, 'under_55' as code
    union all
    select 'age_band' as view, '55_59' as code
    union all
    select 'age_band' as view, '60_over' as code
    union all
    select 'age_band' as view, '55_over' as code
    union all
    select 'licence' as view, 'physician' as code
    union all
    select 'licence' as view, 'assistant' as code
    union all
    select 'licence' as view, 'rural_assistant' as code
    union all
    select 'licence' as view, 'licensed' as code
    union all
    select 'licence' as view, 'village_certificate' as code
    union all
    select 'licence' as view, 'none' as code
    union all
    select 'licence' as view, 'not_licensed' as code
),

spread as (
    select c.facility_code, c.period, c.staff_group, c.headcount, c.fte, k.view, k.code,
        case k.code
            when 'female' then c.female
            when 'male' then coalesce(c.male, c.headcount - c.female)
            when 'under_35' then c.aged_under_35
            when '35_44' then c.aged_35_44
            when '45_54' then c.aged_45_54
            when 'under_55' then case when not c.has_lower then c.headcount - c.upper end
            when '55_59' then c.aged_55_59
            when '60_over' then c.aged_60_over
            when '55_over' then case when not c.has_upper then c.aged_55_over end
            when 'physician' then c.licence_physician
            when 'assistant' then c.licence_assistant
            when 'rural_assistant' then c.licence_rural_assistant
            when 'licensed' then case when not c.has_licensed then c.licensed end
            when 'village_certificate' then c.licence_village
            when 'none' then c.licence_none
            when 'not_licensed' then case when not c.has_others then c.headcount - c.licensed_all end
        end as persons
    from counted as c
    cross join kinds as k
),

known as (
    select * from spread where persons >= 0
),

views as (
    select facility_code, period, staff_group,
        sum(case when view = 'sex' then persons end) as by_sex,
        sum(case when view = 'age_band' then persons end) as by_age_band,
        sum(case when view = 'licence' then persons end) as by_licence
    from known
    group by facility_code, period, staff_group
),

rest as (
    select c.facility_code, c.period, c.staff_group, c.headcount, v.by_sex, v.by_age_band, v.by_licence
    from counted as c
    inner join views as v on c.facility_code = v.facility_code and c.period = v.period and c.staff_group = v.staff_group
),

final as (
    select c.facility_code as place_code, c.period, c.staff_group, 'unknown' as sex, 'unknown' as age_band, 'unknown' as licence,
        c.headcount, c.fte, true as counts_total, v.by_sex is null as counts_sex, v.by_age_band is null as counts_age_band,
        v.by_licence is null as counts_licence
    from counted as c
    left join views as v on c.facility_code = v.facility_code and c.period = v.period and c.staff_group = v.staff_group
    union all
    select facility_code as place_code, period, staff_group, case when view = 'sex' then code else 'unknown' end as sex,
        case when view = 'age_band' then code else 'unknown' end as age_band,
        case when view = 'licence' then code else 'unknown' end as licence, persons as headcount, cast(null as double) as fte,
        false as counts_total, view = 'sex' as counts_sex, view = 'age_band' as counts_age_band, view = 'licence' as counts_licence
    from known
    union all
    select facility_code as place_code, period, staff_group, 'unknown' as sex, 'unknown' as age_band, 'unknown' as licence,
        headcount - by_sex as headcount, cast(null as double) as fte, false as counts_total, true as counts_sex,
        false as counts_age_band, false as counts_licence
    from rest
    where headcount > by_sex
    union all
    select facility_code as place_code, period, staff_group, 'unknown' as sex, 'unknown' as age_band, 'unknown' as licence,
        headcount - by_age_band as headcount, cast(null as double) as fte, false as counts_total, false as counts_sex,
        true as counts_age_band, false as counts_licence
    from rest
    where headcount > by_age_band
    union all
    select facility_code as place_code, period, staff_group, 'unknown' as sex, 'unknown' as age_band, 'unknown' as licence,
        headcount - by_licence as headcount, cast(null as double) as fte, false as counts_total, false as counts_sex,
        false as counts_age_band, true as counts_licence
    from rest
    where headcount > by_licence
)

select * from final
