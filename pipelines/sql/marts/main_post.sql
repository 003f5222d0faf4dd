-- One main post per person and day: the declared one, else the larger FTE, else the earlier start (counting.md).
-- A person's days are cut wherever a spell begins or ends; in each piece the best spell in force is the main one.
with cuts as (
    select person_key, start_on as cut_on from post_spell
    union
    select person_key, cast(end_on + interval 1 day as date) as cut_on from post_spell where end_on < date '9999-12-31'
),

pieces as (
    select person_key, cut_on as start_on,
        coalesce(
            cast(lead(cut_on) over (partition by person_key order by cut_on) - interval 1 day as date), date '9999-12-31'
        ) as end_on
    from cuts
),

ranked as (
    select c.person_key, c.start_on, c.end_on, s.spell_id, s.facility_code, s.staff_group, s.fte, s.source, s.has_known_start,
        case when s.end_on = c.end_on then s.exit_reason end as exit_reason,
        row_number() over (
            partition by c.person_key, c.start_on
            order by s.is_main_post desc, coalesce(s.fte, 1) desc, s.start_on, s.spell_id
        ) as nth
    from pieces as c
    inner join post_spell as s on c.person_key = s.person_key and s.start_on <= c.start_on and s.end_on >= c.end_on
),

final as (
    select person_key, spell_id, facility_code, staff_group, start_on, end_on, exit_reason, fte, source, has_known_start
    from ranked
    where nth = 1
)

select * from final
