-- Every place that is there on the last day of a period, as it stands then.
with final as (
    select p.label as period, s.place_code, s.level, s.depth, s.name_zh, s.name_en, s.parent_code, s.remoteness, s.rurality, s.facility_type
    from period as p
    inner join reference_day as d on p.as_at = d.as_at
    inner join place_stand as s on s.first_no <= d.day_no and s.last_no >= d.day_no
)

select * from final
