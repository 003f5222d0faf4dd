-- Published figures with the region they speak of: "All" is the root, else the region whose name begins as written.
with only_root as (
    select min(code) as code from site_root having count(*) = 1
),

root_level as (
    select level from site_level where depth = 0
),

named as (
    select place_code, level, lower(name_en) as name_en, lower(name_zh) as name_zh
    from place
    where place_code not like '%.unassigned' and depth < (select max(depth) from site_level)
),

matched as (
    select s.*, coalesce(case when lower(s.region_name) in ('all', '全部', '合计') then o.code end, n.place_code) as region_code,
        case when lower(s.region_name) in ('all', '全部', '合计') then r.level else n.level end as level,
        row_number() over (
            partition by s.region_name, s.practice_type, s.rurality, s.size_band, s.period, s.income_measure
            order by length(n.name_en), n.place_code
        ) as nth
    from stg_pay_summary as s
    cross join root_level as r
    left join only_root as o on true
    left join named as n
        on starts_with(n.name_en, lower(s.region_name)) or starts_with(n.name_zh, lower(s.region_name))
),

final as (
    select region_code, level, region_name, practice_type, rurality, size_band, period, published_label, income_measure,
        amount, persons
    from matched
    where nth = 1
)

select * from final
