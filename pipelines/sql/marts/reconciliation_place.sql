-- Cases, persons and yuan at stake by place at every level, kind and year. A case counts in every year it touches, its yuan in the
-- year they are for; kind `all` counts a person, and an amount behind two cases, once. A facility no register knows counts at the
-- root of a site that has one.
with years as (
    select label, start_on, end_on from period where kind in ('year', 'fiscal_year')
),

only_root as (
    select min(r.code) as code, min(l.level) as level
    from site_root as r
    inner join site_level as l on l.depth = 0
    having count(*) = 1
),

paths as (
    select w.case_id, w.kind, w.person_key, w.first_on, w.last_on, h.level, h.region_code
    from reconciliation_window as w
    inner join facility_home as h on w.facility_code = h.place_code
    union all
    select w.case_id, w.kind, w.person_key, w.first_on, w.last_on, o.level, o.code as region_code
    from reconciliation_window as w
    cross join only_root as o
    where w.facility_code not in (select place_code from facility_home)
),

kinds as (
    select case_id, kind, person_key, first_on, last_on, level, region_code from paths
    union all
    select case_id, 'all' as kind, person_key, first_on, last_on, level, region_code from paths
),

counted as (
    select k.level, k.region_code, k.kind, y.label as period, count(distinct k.case_id) as cases, count(distinct k.person_key) as persons
    from kinds as k
    inner join years as y on k.first_on <= y.end_on and k.last_on >= y.start_on
    group by k.level, k.region_code, k.kind, y.label
),

amounts as (
    select distinct k.level, k.region_code, k.kind, m.period, m.money_id, m.paid_yuan
    from kinds as k
    inner join reconciliation_money as m on k.case_id = m.case_id
),

sums as (
    select level, region_code, kind, period, sum(paid_yuan) as at_stake_yuan
    from amounts
    where period is not null
    group by level, region_code, kind, period
),

final as (
    select coalesce(c.level, s.level) as level, coalesce(c.region_code, s.region_code) as region_code, coalesce(c.kind, s.kind) as kind,
        coalesce(c.period, s.period) as period, coalesce(c.cases, 0) as cases, coalesce(c.persons, 0) as persons,
        coalesce(s.at_stake_yuan, 0) as at_stake_yuan
    from counted as c
    full join sums as s on c.level = s.level and c.region_code = s.region_code and c.kind = s.kind and c.period = s.period
)

select * from final
order by level, region_code, period, kind
