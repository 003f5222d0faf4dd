-- The days of the rosters that speak of a staff group of a reporting unit, numbered: those that show it, and those that show a group
-- which ever stood in one file with it. Where village clinics and the centre send lists of their own, the one is silent on the
-- other's people: who is not on it is not missing.
with shown as (
    select distinct unit_code, staff_group, as_at, file from unit_roster
),

together as (
    select distinct a.unit_code, a.staff_group, b.staff_group as other_group
    from shown as a
    inner join shown as b on a.unit_code = b.unit_code and a.as_at = b.as_at and a.file = b.file
),

spoken as (
    select distinct t.unit_code, t.staff_group, s.as_at
    from together as t
    inner join shown as s on t.unit_code = s.unit_code and t.other_group = s.staff_group
),

final as (
    select unit_code, staff_group, as_at, row_number() over (partition by unit_code, staff_group order by as_at) as roster_no
    from spoken
)

select * from final
order by unit_code, staff_group, as_at
