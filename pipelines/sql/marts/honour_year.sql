-- Honours of a year by level and kind, and how many persons had them.
with final as (
    select p.label as period, h.facility_code as place_code, coalesce(h.honour_level, 'unknown') as honour_level,
        coalesce(h.honour_kind, 'unknown') as honour_kind, count(*) as honours, count(distinct h.person_key) as persons
    from stg_honour as h
    inner join period as p on p.kind in ('year', 'fiscal_year') and h.on_date >= p.start_on and h.on_date <= p.end_on
    group by p.label, h.facility_code, coalesce(h.honour_level, 'unknown'), coalesce(h.honour_kind, 'unknown')
)

select * from final
order by period, place_code
