-- Commitments of partners at the end of each period: in force or expired, due, and met. What is not due and not met is open.
with homes as (
    select r.*, coalesce(s.to_code, r.region_code) as place_code
    from stg_partner as r
    left join region_successor as s on r.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
),

final as (
    select r.place_code, t.period, r.partner_name, r.partner_kind, r.partner_item, t.remoteness,
        1 as commitments,
        case when coalesce(r.cooperation_end_on, date '9999-12-31') >= p.as_at then 1 else 0 end as active,
        case when r.due_on <= p.as_at then 1 else 0 end as due,
        case
            when r.met_on is not null then case when r.met_on <= p.as_at then 1 else 0 end
            when r.is_met and coalesce(r.due_on, r.cooperation_end_on, r.cooperation_start_on) <= p.as_at then 1
            else 0
        end as met,
        case when r.due_on <= p.as_at and r.is_met is null then 1 else 0 end as due_unknown
    from homes as r
    inner join place_trait as t on r.place_code = t.place_code
    inner join period as p on t.period = p.label and coalesce(r.cooperation_start_on, r.due_on, date '1900-01-01') <= p.as_at
)

select * from final
order by period, place_code
