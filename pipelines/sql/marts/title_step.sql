-- A person's titles in order: each award with the level before it, the days since then, and the training that came before it. Titles
-- are awarded by exam or assessment; whether the person had completed online training in the two years before is said beside it.
with awarded as (
    select person_key, facility_code, title, title_level, title_route, applied_on, awarded_on,
        case title_level when 'junior' then 1 when 'intermediate' then 2 when 'associate_senior' then 3 when 'senior' then 4 else 0 end as rank_no
    from stg_title_award
    where title_result = 'passed' and awarded_on is not null
),

followed as (
    select *, lag(title_level) over person as level_before, lag(rank_no) over person as rank_before, lag(awarded_on) over person as awarded_before
    from awarded
    window person as (partition by person_key order by awarded_on, rank_no, title)
),

learned as (
    select f.person_key, f.title, f.awarded_on, count(*) as online_courses, max(t.completed_on) as last_online_on
    from followed as f
    inner join stg_training as t on f.person_key = t.person_key and t.completed_on < f.awarded_on
        and t.completed_on >= cast(f.awarded_on - interval 2 year as date)
    inner join stg_training_event as e on t.event_id = e.event_id and e.training_mode = 'online'
    group by f.person_key, f.title, f.awarded_on
),

final as (
    select f.person_key, f.facility_code as place_code, f.title, f.title_level, f.level_before, f.title_route, f.applied_on, f.awarded_on,
        f.awarded_before, date_diff('day', f.awarded_before, f.awarded_on) as days_since,
        f.rank_no > coalesce(f.rank_before, 0) as is_promotion, coalesce(n.online_courses, 0) as online_courses_before,
        n.last_online_on, n.person_key is not null or coalesce(f.title_route, '') = 'remote_training' as is_after_remote_training
    from followed as f
    left join learned as n on f.person_key = n.person_key and f.title = n.title and f.awarded_on = n.awarded_on
)

select * from final
