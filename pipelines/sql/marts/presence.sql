-- A person's unbroken presence in a region, at every level and for every base of staff groups: main posts in the region,
-- a gap of at most 31 days bridged. A move inside a region is no exit of it; places are those of the last time that places
-- them, so that people move with their clinic. end_on is the last day in post, 9999-12-31 while it goes on.
-- `group:<staff group>` is a base of that group alone: who goes on in another doctors' group has not left.
-- came_as and went_as say what a beginning and an end were to the region: who held a post of the base elsewhere within 31 days was
-- transferred, who held a post outside the base was reclassified; whoever else came joined, whoever else has left left. An end without a
-- reason after which the person is in post elsewhere is a transfer. hardship is the class all established posts of the group there share.
-- Most people have held one main post alone: it is their presence as it stands.
with homes_of as (
    select a.place_code, a.from_on,
        row_number() over (
            partition by a.place_code
            order by sum(case when a.region_code like '%.unassigned' then 1 else 0 end), a.from_on desc
        ) as nth
    from place_span as a
    inner join (select distinct facility_code from main_post) as m on a.place_code = m.facility_code
    group by a.place_code, a.from_on
),

homes as (
    select a.place_code, a.level, a.region_code, coalesce(a.rurality, 'unknown') as rurality, a.remoteness,
        coalesce(a.facility_type, 'unknown') as facility_type
    from place_span as a
    inner join homes_of as p on a.place_code = p.place_code and a.from_on = p.from_on and p.nth = 1
),

traits as (
    select distinct place_code, rurality, remoteness, facility_type from homes
),

bases as (
    select base, staff_group from site_base
    union all
    select 'group:' || staff_group as base, staff_group from site_base where base = 'rural_doctors'
),

several as (
    select person_key from main_post group by person_key having count(*) > 1
),

once as (
    select b.base, h.level, h.region_code, m.person_key, m.start_on, m.end_on, coalesce(m.exit_reason, 'unknown') as exit_reason, m.staff_group,
        m.facility_code, m.has_known_start, 'joined' as came_as, false as goes_on, cast(null as date) as next_on
    from main_post as m
    inner join bases as b on m.staff_group = b.staff_group
    inner join homes as h on m.facility_code = h.place_code
    where not exists (select 1 from several as s where s.person_key = m.person_key)
),

beside as (
    select m.*, lag(m.end_on) over person as before_on, lag(m.staff_group) over person as before_group,
        lead(m.start_on) over person as after_on, lead(m.staff_group) over person as after_group
    from main_post as m
    inner join several as s on m.person_key = s.person_key
    window person as (partition by m.person_key order by m.start_on)
),

posts as (
    select b.base, h.level, h.region_code, m.person_key, m.start_on, m.end_on, m.exit_reason, m.staff_group, m.facility_code,
        m.has_known_start,
        case
            when m.before_on < cast(m.start_on - interval 32 day as date) or m.before_on is null then 'joined'
            when o.staff_group is null then 'reclassified'
            else 'transferred'
        end as came_as,
        coalesce(m.after_on <= cast(m.end_on + interval 32 day as date) and a.staff_group is not null, false) as goes_on,
        case
            when m.start_on > cast(
                max(m.end_on) over (
                    partition by b.base, h.level, h.region_code, m.person_key order by m.start_on
                    rows between unbounded preceding and 1 preceding
                ) as date
            ) + interval 32 day then 1
            else 0
        end as is_new
    from beside as m
    inner join bases as b on m.staff_group = b.staff_group
    left join bases as o on m.before_group = o.staff_group and b.base = o.base
    left join bases as a on m.after_group = a.staff_group and b.base = a.base
    inner join homes as h on m.facility_code = h.place_code
),

numbered as (
    select *, sum(is_new) over (
        partition by base, level, region_code, person_key order by start_on rows between unbounded preceding and current row
    ) as island
    from posts
),

joined_up as (
    select base, level, region_code, person_key, island, min(start_on) as start_on, max(end_on) as end_on,
        max_by(coalesce(exit_reason, 'unknown'), end_on) as exit_reason, max_by(staff_group, end_on) as staff_group,
        min_by(facility_code, start_on) as facility_code, min_by(has_known_start, start_on) as has_known_start,
        min_by(came_as, start_on) as came_as, max_by(goes_on, end_on) as goes_on
    from numbered
    group by base, level, region_code, person_key, island
),

followed as (
    select base, level, region_code, person_key, start_on, end_on, exit_reason, staff_group, facility_code, has_known_start, came_as, goes_on,
        lead(start_on) over (
            partition by case when base like 'group:%' then 'group' else base end, level, region_code, person_key
            order by start_on, base
        ) as next_on
    from joined_up
    union all
    select * from once
),

hardships as (
    select facility_code, staff_group, case when count(distinct hardship) = 1 then min(hardship) end as hardship
    from stg_post
    group by facility_code, staff_group
),

ended as (
    select j.*,
        case
            when j.end_on = date '9999-12-31' or coalesce(c.role, 'exit') <> 'exit' then 0
            when j.base like 'group:%' and j.next_on <= cast(j.end_on + interval 32 day as date) then 0
            else 1
        end as has_left
    from followed as j
    left join code as c on c.codelist = 'exit_reason' and j.exit_reason = c.code
),

final as (
    select j.base, j.level, j.region_code, j.person_key, j.start_on, j.end_on,
        case when j.goes_on and j.exit_reason = 'unknown' then 'transferred' else j.exit_reason end as exit_reason,
        j.has_left, j.has_known_start, j.came_as,
        case
            when j.end_on = date '9999-12-31' then cast(null as varchar)
            when j.has_left = 0 then case when j.exit_reason = 'died' then 'died' else 'reclassified' end
            when j.goes_on or j.exit_reason = 'transferred' then 'transferred'
            else 'left'
        end as went_as,
        j.staff_group, coalesce(n.sex, 'unknown') as sex,
        coalesce(t.rurality, 'unknown') as rurality, coalesce(t.remoteness, 'unknown') as remoteness,
        coalesce(t.facility_type, 'unknown') as facility_type, coalesce(h.hardship, 'unknown') as hardship
    from ended as j
    left join hardships as h on j.facility_code = h.facility_code and j.staff_group = h.staff_group
    left join person as n on j.person_key = n.person_key
    left join traits as t on j.facility_code = t.place_code
)

select * from final
order by base, level, region_code, start_on
