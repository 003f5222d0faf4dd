-- Where every place stands, at every level, as last known: clinics move with their township. A period that places it goes before
-- one that does not.
with placed as (
    select a.place_code, a.period,
        row_number() over (
            partition by a.place_code
            order by sum(case when a.region_code like '%.unassigned' then 1 else 0 end), max(p.end_on) desc
        ) as nth
    from place_path as a
    inner join period as p on a.period = p.label and p.kind in ('year', 'fiscal_year')
    group by a.place_code, a.period
),

final as (
    select a.place_code, a.level, a.depth, a.region_code
    from place_path as a
    inner join placed as p on a.place_code = p.place_code and a.period = p.period and p.nth = 1
)

select * from final
order by place_code, depth
