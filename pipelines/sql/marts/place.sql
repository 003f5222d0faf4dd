-- Names of every place and of the unassigned children, as last known, with the parent they stand under.
with latest as (
    select place_code, level, depth, name_zh, name_en, remoteness, facility_type,
        row_number() over (partition by place_code order by last_no desc) as nth
    from place_stand
),

parents as (
    select c.place_code, p.region_code as parent_code, row_number() over (partition by c.place_code order by c.from_on desc) as nth
    from place_span as c
    inner join place_span as p on c.place_code = p.place_code and c.from_on = p.from_on and p.depth = c.depth - 1
    where c.region_code = c.place_code
),

unassigned as (
    select distinct region_code as place_code, level, depth
    from place_span
    where region_code like '%.unassigned'
),

final as (
    select l.place_code, l.level, l.depth, l.name_zh, l.name_en, p.parent_code, l.remoteness, l.facility_type
    from latest as l
    left join parents as p on l.place_code = p.place_code and p.nth = 1
    where l.nth = 1
    union all
    select place_code, level, depth, '未归属' as name_zh, 'Unassigned' as name_en,
        substr(place_code, 1, length(place_code) - length('.unassigned')) as parent_code, 'unknown' as remoteness,
        '' as facility_type
    from unassigned
)

select * from final
