-- Pay for spans in which the person was not in post: after leaving the unit that pays, or without ever having been in post there
-- or anywhere else; who stands on a roster of that time and lacks a record was in post (post_evidence). An amount for a span that
-- touches any month in post is pay for the days worked (a quarter's allowance paid later, leave settled in the month of leaving, a
-- year's total of somebody hired in July) and is no case.
with judged as (
    select l.*
    from pay_line as l
    inner join staff_scope as s on l.unit_code = s.unit_code and l.first_month >= s.first_month and l.last_month <= s.last_month
),

met as (
    select l.person_key, l.facility_code, l.period_start, l.period_end,
        max(case when c.unit_code = l.unit_code and c.first_month <= l.last_month and c.last_month >= l.first_month then 1 else 0 end) as is_here,
        max(case when c.unit_code = l.unit_code and c.last_month < l.first_month then c.last_on end) as left_on
    from judged as l
    inner join post_cover as c on l.person_key = c.person_key
    group by l.person_key, l.facility_code, l.period_start, l.period_end
),

evident as (
    select distinct l.person_key, l.facility_code, l.period_start, l.period_end
    from judged as l
    inner join post_evidence as e on l.person_key = e.person_key and e.first_month <= l.last_month and e.last_month >= l.first_month
),

open_lines as (
    select l.person_key, l.facility_code, l.unit_code, l.period_start, l.period_end, l.first_month, l.last_month, l.paid_yuan, m.left_on,
        case when m.left_on is not null then 'paid_after_leaving' else 'paid_not_in_post' end as kind
    from judged as l
    left join met as m on l.person_key = m.person_key and l.facility_code = m.facility_code
        and l.period_start = m.period_start and l.period_end = m.period_end
    left join evident as e on l.person_key = e.person_key and l.facility_code = e.facility_code
        and l.period_start = e.period_start and l.period_end = e.period_end
    where coalesce(m.is_here, 0) = 0 and (m.left_on is not null or e.person_key is null)
),

marked as (
    select *,
        case
            when first_month > 1 + max(last_month) over (
                partition by person_key, facility_code, kind order by first_month, last_month, period_start, period_end
                rows between unbounded preceding and 1 preceding
            ) then 1
            else 0
        end as is_new
    from open_lines
),

numbered as (
    select *, sum(is_new) over (
        partition by person_key, facility_code, kind order by first_month, last_month, period_start, period_end
        rows between unbounded preceding and current row
    ) as island
    from marked
),

final as (
    select kind, person_key, facility_code, min(left_on) as since_on, min(period_start) as first_on, max(period_end) as last_on,
        min(first_month) as first_month, max(last_month) as last_month
    from numbered
    group by kind, person_key, facility_code, island
)

select * from final
