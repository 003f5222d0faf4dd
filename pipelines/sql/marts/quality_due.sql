-- The periods for which each dataset is owed, and how it stood with them at the loads of the workspace (due_state): due before the first,
-- which is history that was loaded later, not due yet at the last (not_yet), or due between them (judged). A dataset is owed, from the
-- first on, by the kinds of period it ever came for; one of a day in the year, as a roster, for those months of the year alone.
with loads as (
    select min(made_on) as first_on, max(made_on) as last_on from batch_info
),

came as (
    select l.dataset, p.kind, case when t.form = 'as_at' then month(p.start_on) end as month_no, min(p.start_on) as since_on
    from load_info as l
    inner join period as p on l.period = p.label
    inner join dataset_trait as t on l.dataset = t.dataset
    where l.rows > 0 and l.unit not like '%.unassigned'
    group by 1, 2, 3
),

final as (
    select c.dataset, p.label as period, p.start_on, p.end_on, d.days,
        case
            when date_diff('day', p.end_on, l.first_on) > d.days then 'before'
            when date_diff('day', p.end_on, l.last_on) <= d.days then 'not_yet'
            else 'judged'
        end as due_state
    from came as c
    inner join site_due as d on c.dataset = d.dataset and c.kind = d.kind
    inner join period as p
        on c.kind = p.kind and p.start_on >= c.since_on and month(p.start_on) = coalesce(c.month_no, month(p.start_on))
    inner join loads as l on l.first_on is not null
)

select * from final
order by dataset, period
