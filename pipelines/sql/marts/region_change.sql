-- In which periods a place took over another or a part of it, so that a series over the change can be marked.
with final as (
    select x.to_code as place_code, p.label as period, min(x.on_date) as changed_on, count(distinct x.from_code) as predecessors,
        min(coalesce(x.crosswalk_kind, 'merge')) as crosswalk_kind
    from stg_region_crosswalk as x
    inner join region_successor as s on x.from_code = s.from_code and x.from_code <> x.to_code and x.on_date <= s.until_on
        and x.on_date > s.since_on
    inner join period as p on x.on_date >= p.start_on and x.on_date <= p.end_on
    group by x.to_code, p.label
)

select * from final
order by place_code, period
