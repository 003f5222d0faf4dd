-- Tests outlier: a figure against the median of the 5 to 8 of its own kind before it, in robust standard deviations (1.4826 x MAD).
-- The spread is at least 10 % of the median and, of a count, at least what chance makes of it (the square root of the median); a count
-- has to differ by `least` at any rate, so that a few people more or less are no finding.
with history as (
    select s.dataset, s.place_code, s.item, s.parts, s.kind, s.nth, h.amount
    from quality_series as s
    inner join quality_series as h on s.dataset = h.dataset and s.place_code = h.place_code and s.item = h.item and s.parts = h.parts
        and s.kind = h.kind and h.nth < s.nth and h.nth >= s.nth - 8
),

middle as (
    select dataset, place_code, item, parts, kind, nth, count(*) as periods, percentile_cont(0.5) within group (order by amount) as median
    from history
    group by dataset, place_code, item, parts, kind, nth
    having count(*) >= 5
),

spread as (
    select h.dataset, h.place_code, h.item, h.parts, h.kind, h.nth, m.periods, m.median,
        percentile_cont(0.5) within group (order by abs(h.amount - m.median)) as deviation
    from history as h
    inner join middle as m on h.dataset = m.dataset and h.place_code = m.place_code and h.item = m.item and h.parts = m.parts and h.kind = m.kind
        and h.nth = m.nth
    group by h.dataset, h.place_code, h.item, h.parts, h.kind, h.nth, m.periods, m.median
),

measured as (
    select s.dataset, s.place_code, s.period, s.item, s.amount, s.is_count, d.periods, d.median,
        greatest(
            1.4826 * d.deviation, 0.1 * abs(d.median), case when s.is_count then sqrt(greatest(d.median, 1)) else 0 end
        ) as scale
    from quality_series as s
    inner join spread as d on s.dataset = d.dataset and s.place_code = d.place_code and s.item = d.item and s.parts = d.parts and s.kind = d.kind
        and s.nth = d.nth
),

final as (
    select 'outlier' as rule, m.dataset, m.place_code, m.period, m.item, m.amount as found, m.median as expected,
        cast(m.periods as double) as checked,
        case
            when abs(m.amount - m.median) <= r.limit_share * m.scale then 1
            when m.is_count and abs(m.amount - m.median) < r.least then 1
            else 0
        end as passed
    from measured as m
    inner join quality_rule as r on r.rule = 'outlier'
)

select * from final
