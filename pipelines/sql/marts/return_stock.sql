-- The annual return as counts that can be summed. A form tells how many are women and how many are old, but not how many are both,
-- so a row counts in one view or in several: counts_total (headcount and FTE), counts_sex, counts_age_band, counts_licence,
-- counts_education. Within
-- a view the rows of a facility and a staff group add up to the headcount; views are never added to each other.
-- What a form says as "of whom" leaves the rest: the others are men, are under 55, are not licensed. A blank among finer columns is
-- nobody where the others add up to the headcount; else it was not collected (a form may ask for the over-sixties alone), and a
-- view is told only as far as its line is: 55 years of age, a physician's licence, a bachelor's degree. age_line,
-- youth_line and education_line say what else the rows of a facility can be cut at: 60 and 35 years (else 55), every level (else bachelor).
with stated as (
    select r.*,
        coalesce(aged_under_35, 0) + coalesce(aged_35_44, 0) + coalesce(aged_45_54, 0) as younger,
        coalesce(aged_55_59, 0) + coalesce(aged_60_over, 0) as older,
        coalesce(licence_physician, 0) + coalesce(licence_assistant, 0) + coalesce(licence_rural_assistant, 0) as physicians,
        coalesce(licence_village, 0) + coalesce(licence_none, 0) as others,
        coalesce(aged_under_35, aged_35_44, aged_45_54, aged_55_59, aged_60_over) is not null as has_bands,
        coalesce(licence_physician, licence_assistant, licence_rural_assistant, licence_village, licence_none) is not null as has_kinds,
        coalesce(education_bachelor, 0) + coalesce(education_college, 0) + coalesce(education_secondary, 0)
            + coalesce(education_below, 0) as schooled,
        coalesce(education_bachelor, education_college, education_secondary, education_below) is not null as has_levels
    from stg_workforce_return as r
    inner join code as g on g.codelist = 'staff_group' and r.staff_group = g.code and g.role <> 'memo'
),

complete as (
    select *,
        aged_under_35 + aged_35_44 + aged_45_54 is not null or (has_bands and coalesce(younger + older = headcount, false)) as has_lower,
        aged_55_59 + aged_60_over is not null or (has_bands and coalesce(younger + older = headcount, false)) as has_upper,
        licence_physician + licence_assistant is not null
            or (has_kinds and coalesce(physicians + others = headcount, false)) as has_licensed,
        licence_village + licence_none is not null or (has_kinds and coalesce(physicians + others = headcount, false)) as has_others,
        education_bachelor + education_college + education_secondary + education_below is not null
            or (has_levels and coalesce(schooled = headcount, false)) as has_education
    from stated
),

counted as (
    select *,
        case when has_upper then older else coalesce(aged_55_over, case when has_lower then headcount - younger end) end as upper,
        case when has_licensed then physicians else coalesce(licensed, case when has_others then headcount - others end) end as licensed_all
    from complete
),

lined as (
    select *, case when has_upper or upper = 0 then '60' else '55' end as age_line,
        case when has_lower then '35' else '55' end as youth_line, case when has_education then 'level' else 'bachelor' end as education_line
    from counted
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
    union all
    select 'education' as view, 'bachelor_over' as code
    union all
    select 'education' as view, 'college' as code
    union all
    select 'education' as view, 'secondary' as code
    union all
    select 'education' as view, 'below' as code
    union all
    select 'education' as view, 'below_bachelor' as code
),

spread as (
    select c.facility_code, c.period, c.staff_group, c.headcount, c.fte, k.view, k.code, c.age_line, c.youth_line, c.education_line,
        case k.code
            when 'female' then coalesce(c.female, c.headcount - c.male)
            when 'male' then coalesce(c.male, c.headcount - c.female)
            when 'under_35' then case when c.has_lower then c.aged_under_35 end
            when '35_44' then case when c.has_lower then c.aged_35_44 end
            when '45_54' then case when c.has_lower then c.aged_45_54 end
            when 'under_55' then case when not c.has_lower then c.headcount - c.upper end
            when '55_59' then case when c.has_upper then c.aged_55_59 end
            when '60_over' then case when c.has_upper then c.aged_60_over end
            when '55_over' then case when not c.has_upper then c.upper end
            when 'physician' then case when c.has_licensed then c.licence_physician end
            when 'assistant' then case when c.has_licensed then c.licence_assistant end
            when 'rural_assistant' then case when c.has_licensed then c.licence_rural_assistant end
            when 'licensed' then case when not c.has_licensed then c.licensed_all end
            when 'village_certificate' then case when c.has_others then c.licence_village end
            when 'none' then case when c.has_others then c.licence_none end
            when 'not_licensed' then case when not c.has_others then c.headcount - c.licensed_all end
            when 'bachelor_over' then coalesce(c.education_bachelor, case when c.has_education then 0 end)
            when 'college' then case when c.has_education then c.education_college end
            when 'secondary' then case when c.has_education then c.education_secondary end
            when 'below' then case when c.has_education then c.education_below end
            when 'below_bachelor' then case when not c.has_education then c.headcount - c.education_bachelor end
        end as persons
    from lined as c
    cross join kinds as k
),

known as (
    select * from spread where persons >= 0
),

views as (
    select facility_code, period, staff_group,
        sum(case when view = 'sex' then persons end) as by_sex,
        sum(case when view = 'age_band' then persons end) as by_age_band,
        sum(case when view = 'licence' then persons end) as by_licence,
        sum(case when view = 'education' then persons end) as by_education
    from known
    group by facility_code, period, staff_group
),

rest as (
    select c.facility_code, c.period, c.staff_group, c.headcount, v.by_sex, v.by_age_band, v.by_licence, v.by_education,
        c.age_line, c.youth_line, c.education_line
    from lined as c
    inner join views as v on c.facility_code = v.facility_code and c.period = v.period and c.staff_group = v.staff_group
),

untold as (
    select facility_code, period, staff_group, age_line, youth_line, education_line, 'sex' as view, headcount - by_sex as missing
    from rest
    where headcount > by_sex
    union all
    select facility_code, period, staff_group, age_line, youth_line, education_line, 'age_band' as view, headcount - by_age_band as missing
    from rest
    where headcount > by_age_band
    union all
    select facility_code, period, staff_group, age_line, youth_line, education_line, 'licence' as view, headcount - by_licence as missing
    from rest
    where headcount > by_licence
    union all
    select facility_code, period, staff_group, age_line, youth_line, education_line, 'education' as view, headcount - by_education as missing
    from rest
    where headcount > by_education
),

final as (
    select c.facility_code as place_code, c.period, c.staff_group, 'unknown' as sex, 'unknown' as age_band, 'unknown' as licence,
        'unknown' as education, c.age_line, c.youth_line, c.education_line, c.headcount, c.fte, true as counts_total, v.by_sex is null as counts_sex,
        v.by_age_band is null as counts_age_band, v.by_licence is null as counts_licence, v.by_education is null as counts_education
    from lined as c
    left join views as v on c.facility_code = v.facility_code and c.period = v.period and c.staff_group = v.staff_group
    union all
    select facility_code as place_code, period, staff_group, case when view = 'sex' then code else 'unknown' end as sex,
        case when view = 'age_band' then code else 'unknown' end as age_band,
        case when view = 'licence' then code else 'unknown' end as licence,
        case when view = 'education' then code else 'unknown' end as education, age_line, youth_line, education_line, persons as headcount,
        cast(null as double) as fte, false as counts_total, view = 'sex' as counts_sex, view = 'age_band' as counts_age_band,
        view = 'licence' as counts_licence, view = 'education' as counts_education
    from known
    union all
    select facility_code as place_code, period, staff_group, 'unknown' as sex, 'unknown' as age_band, 'unknown' as licence,
        'unknown' as education, age_line, youth_line, education_line, missing as headcount, cast(null as double) as fte, false as counts_total,
        view = 'sex' as counts_sex, view = 'age_band' as counts_age_band, view = 'licence' as counts_licence,
        view = 'education' as counts_education
    from untold
)

select * from final
