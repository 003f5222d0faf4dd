-- The day on which a person's last obligation to serve ended, kept: neither broken nor released. One row a person.
with kept as (
    select person_key, place_code, due_on, row_number() over (partition by person_key order by due_on desc, agreement_id) as nth
    from agreement_term
    where outcome = 'kept' and due_on is not null
),

final as (
    select person_key, place_code, due_on as on_date, 1 as persons from kept where nth = 1
)

select * from final
order by place_code, on_date
