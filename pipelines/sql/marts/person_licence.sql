-- The licence a person holds from one roster to the next; before the first roster the first one speaks.
with held as (
    select person_key, as_at, min(coalesce(licence, 'unknown')) as licence
    from stg_roster
    group by person_key, as_at
),

final as (
    select person_key, licence,
        case when lag(as_at) over (partition by person_key order by as_at) is null then date '1900-01-01' else as_at end as valid_from,
        coalesce(lead(as_at) over (partition by person_key order by as_at), date '9999-12-31') as valid_to
    from held
)

select * from final
