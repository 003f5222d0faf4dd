-- What the loaded rates give for every grant beside what was due and paid. Instalments of a one-off grant are one award, others are
-- by instalment. The day is that of application for one-off grants, else the first day covered, else the day due; the
-- situation is the person's education by the roster (the last one up to that day, else the first), the facility's level and
-- its place's remoteness. Of rates that fit, the one that names most applies; where several name as much and differ, or
-- none fits, rate_status says so and nothing is chosen.
with intervals as (
    select scheme_id, max(case when paid_per = 'once' then 1 else 0 end) as is_once
    from stg_subsidy_rate
    group by scheme_id
),

awards as (
    select g.person_key, g.scheme_id, g.application_id, min(g.facility_code) as facility_code, min(g.due_on) as due_on,
        min(coalesce(g.covers_from, g.due_on)) as covers_from, max(coalesce(g.covers_to, g.covers_from, g.due_on)) as covers_to,
        max(case when g.covers_from is null then 0 else 1 end) as has_span, sum(g.task_days) as task_days, sum(g.due_yuan) as due_yuan,
        sum(g.paid_yuan) as paid_yuan, count(*) as instalments
    from stg_grant as g
    left join intervals as i on g.scheme_id = i.scheme_id
    group by g.person_key, g.scheme_id, g.application_id, case when i.is_once = 1 then null else g.due_on end
),

dated as (
    select w.*, case when i.is_once = 1 then coalesce(a.submitted_on, w.due_on) else w.covers_from end as rated_on,
        row_number() over (order by w.person_key, w.scheme_id, w.application_id, w.due_on) as award_no
    from awards as w
    left join intervals as i on w.scheme_id = i.scheme_id
    left join stg_application as a on w.application_id = a.application_id
),

educations as (
    select d.award_no,
        coalesce(
            max_by(r.education, case when r.as_at <= d.rated_on then r.as_at end),
            min_by(r.education, case when r.as_at > d.rated_on then r.as_at end)
        ) as education
    from dated as d
    inner join stg_roster as r on d.person_key = r.person_key and r.education is not null
    group by d.award_no
),

placed as (
    select d.award_no, min(nullif(c.role, '')) as facility_level, min(nullif(t.remoteness, 'unknown')) as remoteness
    from dated as d
    inner join period as y on y.kind in ('year', 'fiscal_year') and d.rated_on >= y.start_on and d.rated_on <= y.end_on
    inner join place_trait as t on d.facility_code = t.place_code and y.label = t.period
    left join code as c on c.codelist = 'facility_type' and t.facility_type = c.code
    group by d.award_no
),

situations as (
    select d.*, e.education, p.facility_level, p.remoteness
    from dated as d
    left join educations as e on d.award_no = e.award_no
    left join placed as p on d.award_no = p.award_no
),

fitting as (
    select s.award_no, r.rate_yuan, r.paid_per,
        rank() over (
            partition by s.award_no
            order by case when r.education is null then 0 else 1 end + case when r.facility_level is null then 0 else 1 end
                + case when r.remoteness is null then 0 else 1 end desc
        ) as nth
    from situations as s
    inner join stg_subsidy_rate as r on s.scheme_id = r.scheme_id and r.valid_from <= s.rated_on and r.valid_to >= s.rated_on
        and (r.education is null or r.education = s.education) and (r.facility_level is null or r.facility_level = s.facility_level)
        and (r.remoteness is null or r.remoteness = s.remoteness)
),

chosen as (
    select award_no, count(distinct concat_ws('|', cast(rate_yuan as varchar), paid_per)) as candidates, max(rate_yuan) as rate_yuan,
        max(paid_per) as paid_per
    from fitting
    where nth = 1
    group by award_no
),

rated as (
    select s.*, case when c.award_no is null then 'none' when c.candidates > 1 then 'ambiguous' else 'found' end as rate_status,
        case when c.candidates = 1 then c.rate_yuan end as rate_yuan, case when c.candidates = 1 then c.paid_per end as paid_per,
        12 * (year(s.covers_to) - year(s.covers_from)) + month(s.covers_to) - month(s.covers_from) + 1 as months
    from situations as s
    left join chosen as c on s.award_no = c.award_no
),

final as (
    select person_key, facility_code, scheme_id, application_id, due_on, rated_on, education, facility_level, remoteness, rate_status, rate_yuan,
        paid_per, instalments, due_yuan, paid_yuan,
        rate_yuan * case
            when paid_per = 'day' then task_days
            when paid_per = 'once' or has_span = 0 then 1
            when paid_per = 'quarter' then months / 3.0
            when paid_per = 'year' then months / 12.0
            else months
        end as rate_due_yuan
    from rated
)

select * from final
order by scheme_id, facility_code, person_key, due_on
