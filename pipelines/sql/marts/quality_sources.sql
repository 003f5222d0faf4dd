-- Tests roster_and_spells and return_and_people: sources that count a unit's people on the same day agree.
with days as (
    select distinct as_at from source_comparison
),

labels as (
    select d.as_at, p.label, row_number() over (partition by d.as_at order by p.months, p.label) as nth_shortest,
        row_number() over (partition by d.as_at order by p.months desc, p.label) as nth_longest
    from days as d
    inner join period as p on p.start_on <= d.as_at and p.end_on >= d.as_at
),

compared as (
    select 'roster_and_spells' as rule, 'roster' as dataset, c.unit_code, l.label as period, c.roster_headcount as found,
        c.spell_headcount as expected
    from source_comparison as c
    inner join labels as l on c.as_at = l.as_at and l.nth_shortest = 1
    union all
    select 'return_and_people' as rule, 'workforce_return' as dataset, c.unit_code, l.label as period, c.return_headcount as found,
        case
            when c.spell_headcount is not null then c.spell_in_return
            when c.roster_headcount is not null then coalesce(c.roster_in_return, 0)
        end as expected
    from source_comparison as c
    inner join labels as l on c.as_at = l.as_at and l.nth_longest = 1
),

final as (
    select c.rule, c.dataset, c.unit_code as place_code, c.period, '' as item, cast(c.found as double) as found,
        cast(c.expected as double) as expected, cast(null as double) as checked,
        case
            when abs(c.found - c.expected) < r.least or abs(c.found - c.expected) <= r.limit_share * c.expected then 1 else 0
        end as passed
    from compared as c
    inner join quality_rule as r on c.rule = r.rule
    where c.found is not null and c.expected is not null
)

select * from final
