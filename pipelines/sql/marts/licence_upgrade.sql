-- The first day a person in post is licensed above the licences held before: from village doctor to assistant physician to physician. A first
-- licence is no upgrade. Place and what it is broken down by (the licence of the roster too) are as at the day before.
with firsts as (
    select person_key, licence_type, rank_no, min(issued_on) as issued_on
    from licence_spell
    where rank_no <= 4 and issued_on is not null
    group by person_key, licence_type, rank_no
),

days as (
    select person_key, issued_on, min(rank_no) as rank_no from firsts group by person_key, issued_on
),

followed as (
    select *, min(rank_no) over (partition by person_key order by issued_on rows between unbounded preceding and 1 preceding) as rank_before
    from days
),

final as (
    select f.person_key, w.place_code, f.issued_on as on_date, 1 as upgrades,
        case f.rank_no when 1 then 'physician' when 2 then 'assistant' else 'rural_assistant' end as licence_type,
        w.staff_group, w.sex, w.age_band, w.licence, w.education, w.title, w.contract, w.subsidised
    from followed as f
    inner join workforce_state as w on f.person_key = w.person_key and w.post = 'main' and w.from_on <= cast(f.issued_on - interval 1 day as date)
        and w.to_on > cast(f.issued_on - interval 1 day as date)
    where f.rank_no < f.rank_before
)

select * from final
order by place_code, on_date
