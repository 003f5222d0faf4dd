-- Staff within reach of the villages of a place (E2SFCA): the FTE of each facility by the share that goes to them, from one day until another.
with final as (
    select a.place_code, f.staff_group, f.from_on, f.to_on, sum(f.fte * a.share) as fte
    from access_weight as a
    inner join facility_fte as f on a.facility_code = f.place_code
    group by a.place_code, f.staff_group, f.from_on, f.to_on
)

select * from final
order by place_code, from_on
