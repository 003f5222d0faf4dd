-- Tests of population: of the kind the site counts by, against the year before (more than chance and the limit); against another source
-- that should be close; against the sum of the places below where all of them have a figure. Populations stand on the places of today.
with comparable as (
    select 'served' as one_kind, 'resident' as other_kind
    union all
    select 'registered' as one_kind, 'payment_list' as other_kind
),

grown as (
    select 'population_growth' as rule, n.region_code, n.period, n.population_kind, n.persons as found, b.persons as expected
    from population_recast as n
    inner join period as p on n.period = p.label
    inner join site_setting as s on s.name = 'population_kind' and n.population_kind = s.value
    inner join population_recast as b on n.region_code = b.region_code and n.population_kind = b.population_kind and p.previous = b.period
),

kinds as (
    select 'population_kinds' as rule, n.region_code, n.period, n.population_kind, n.persons as found, o.persons as expected
    from population_recast as n
    inner join comparable as c on n.population_kind = c.one_kind
    inner join population_recast as o on n.region_code = o.region_code and n.period = o.period and o.population_kind = c.other_kind
),

below as (
    select n.region_code, n.period, n.population_kind, count(*) as places, count(b.persons) as given, sum(b.persons) as persons
    from population_recast as n
    inner join period as p on n.period = p.label
    inner join reference_day as d on p.as_at = d.as_at
    inner join place_stand as c on n.region_code = c.parent_code and c.first_no <= d.day_no and c.last_no >= d.day_no
    left join population_recast as b on c.place_code = b.region_code and n.period = b.period and n.population_kind = b.population_kind
    where n.persons is not null
    group by n.region_code, n.period, n.population_kind
),

children as (
    select 'population_children' as rule, n.region_code, n.period, n.population_kind, n.persons as found, b.persons as expected
    from population_recast as n
    inner join below as b on n.region_code = b.region_code and n.period = b.period and n.population_kind = b.population_kind
        and b.places = b.given
),

compared as (
    select * from grown
    union all
    select * from kinds
    union all
    select * from children
),

final as (
    select c.rule, 'population' as dataset, c.region_code as place_code, c.period, c.population_kind as item, c.found, c.expected,
        cast(null as double) as checked,
        case
            when c.rule = 'population_growth' and abs(c.found - c.expected) <= 3 * sqrt(c.expected) then 1
            when c.rule <> 'population_children' and abs(c.found - c.expected) < r.limit_share * c.expected then 1
            when c.rule = 'population_children' and abs(c.found - c.expected) <= r.limit_share * c.expected then 1
            when abs(c.found - c.expected) < r.least then 1
            else 0
        end as passed
    from compared as c
    inner join quality_rule as r on c.rule = r.rule
    where c.found is not null and c.expected is not null
)

select * from final
