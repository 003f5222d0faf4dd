-- Where every place stands, at every level, as last known: clinics move with their township. A period that places it goes before
-- one that does not.
with stands as (
    select s.place_code, s.from_on, max(p.end_on) as last_on
    from (select distinct place_code, from_on, to_on from place_span) as s
    inner join period as p on p.kind in ('year', 'fiscal_year') and s.from_on <= p.as_at and s.to_on > p.as_at
    group by s.place_code, s.from_on
),

placed as (
    select a.place_code, a.from_on,
        row_number() over (
            partition by a.place_code
            order by sum(case when a.region_code like '%.unassigned' then 1 else 0 end), max(s.last_on) desc
        ) as nth
    from place_span as a
    inner join stands as s on a.place_code = s.place_code and a.from_on = s.from_on
    group by a.place_code, a.from_on
),

final as (
    select a.place_code, a.level, a.depth, a.region_code
    from place_span as a
    inner join placed as p on a.place_code = p.place_code and a.from_on = p.from_on and p.nth = 1
)

select * from final
order by place_code, depth
