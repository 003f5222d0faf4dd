-- Memberships of talent schemes from the day of joining until the day after the last one.
with final as (
    select facility_code as place_code, person_key, coalesce(talent_level, 'unknown') as admin_level, joined_on as from_on,
        coalesce(cast(left_on + interval 1 day as date), date '9999-12-31') as to_on, 1 as memberships
    from stg_talent_member
)

select * from final
order by place_code, from_on
