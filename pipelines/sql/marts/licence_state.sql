-- Persons in post whose licence runs out or has run out, from one day until the next change (not counted in). Of the certificates of a
-- physician or a village doctor the best in force speaks (a renewal from its issue on): `expiring` in the last 90 days up to and with its
-- last day, `expired` while none is in force and one was. With the place and the categories of the main post.
with marked as (
    select person_key, issued_on, last_on, expires_on, rank_no from licence_spell where role in ('licensed', 'certificate')
),

days as (
    select person_key, issued_on as on_date from marked
    union
    select person_key, cast(last_on + interval 1 day as date) from marked where last_on < date '9999-12-31'
    union
    select person_key, cast(expires_on - interval 90 day as date) from marked where expires_on is not null
),

stretches as (
    select person_key, on_date, coalesce(lead(on_date) over (partition by person_key order by on_date), date '9999-12-31') as until_on from days
),

best as (
    select s.person_key, s.on_date, s.until_on, m.expires_on, m.last_on >= s.on_date as is_in_force,
        row_number() over (
            partition by s.person_key, s.on_date order by case when m.last_on >= s.on_date then m.rank_no else 99 end, m.last_on desc
        ) as nth
    from stretches as s
    inner join marked as m on s.person_key = m.person_key and m.issued_on <= s.on_date
),

told as (
    select person_key, on_date as from_on, until_on as to_on, case when is_in_force then 'expiring' else 'expired' end as validity
    from best
    where nth = 1 and (not is_in_force or date_diff('day', on_date, expires_on) <= 90)
),

final as (
    select w.place_code, w.person_key, greatest(t.from_on, w.from_on) as from_on, least(t.to_on, w.to_on) as to_on, t.validity, w.staff_group, w.sex,
        w.age_band, w.licence, w.education, w.title, w.contract, w.subsidised, 1 as persons
    from told as t
    inner join workforce_state as w on t.person_key = w.person_key and w.post = 'main' and w.from_on < t.to_on and w.to_on > t.from_on
)

select * from final
order by place_code, from_on
