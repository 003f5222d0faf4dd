-- Titles applied for and awarded. A row that says nothing of the result is an award when it has a day, else it is waiting; the
-- level is that of the title. Every attempt stays: those decided are told apart by the day of the decision, those without a day by
-- that of the application. Only who still waits can have been decided on since, and then waits no longer, though that list was not
-- sent anew; where the application has no day, the list that came later is right.
with ranked as (
    select
        r.person_key,
        r.facility_code,
        r.title,
        coalesce(c.role, r.title_level) as title_level,
        r.title_route,
        cast(r.applied_on as date) as applied_on,
        cast(r.awarded_on as date) as awarded_on,
        coalesce(r.title_result, case when r.awarded_on is null then 'waiting' else 'passed' end) as title_result,
        r.batch,
        max(r.awarded_on) over (partition by r.person_key, r.title) as decided_on,
        max(case when r.awarded_on is not null then r.batch end) over (partition by r.person_key, r.title) as decided_in,
        row_number() over (
            partition by r.person_key, r.title, cast(r.awarded_on as date), case when r.awarded_on is null then cast(r.applied_on as date) end
            order by r.batch desc, r.file, r.source_sheet, r.source_row
        ) as nth
    from raw_title_award as r
    left join code as c on c.codelist = 'professional_title' and r.title = c.code
),

final as (
    select person_key, facility_code, title, title_level, title_route, applied_on, awarded_on, title_result
    from ranked
    where nth = 1 and (
        title_result <> 'waiting' or decided_on is null or applied_on > decided_on or (applied_on is null and batch >= decided_in)
    )
)

select * from final
