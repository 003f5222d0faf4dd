-- Where each task of a policy stands at the end of each period from the one in which the policy was issued: done on time, done late,
-- overdue, or not yet due.
with homes as (
    select m.*, coalesce(s.to_code, m.region_code) as place_code
    from stg_milestone as m
    left join region_successor as s on m.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
),

known as (
    select h.place_code, t.period, h.policy_id, q.policy_title, q.policy_instrument, h.milestone_item, h.due_on, t.remoteness,
        case when h.done_on <= p.as_at then h.done_on end as done_on, p.as_at, h.evidence
    from homes as h
    inner join place_trait as t on h.place_code = t.place_code
    inner join period as p on t.period = p.label
    left join stg_policy as q on h.policy_id = q.policy_id
    where p.end_on >= coalesce(q.issued_on, h.due_on)
),

final as (
    select place_code, period, policy_id, policy_title, policy_instrument, milestone_item, due_on, done_on, remoteness,
        case
            when done_on is not null and done_on <= due_on then 'done_on_time'
            when done_on is not null then 'done_late'
            when due_on <= as_at then 'overdue'
            else 'pending'
        end as status,
        1 as tasks,
        case when due_on <= as_at then 1 else 0 end as due,
        case when done_on is not null then 1 else 0 end as done,
        case when done_on <= due_on and due_on <= as_at then 1 else 0 end as due_on_time,
        case when done_on is not null and evidence is null then 1 else 0 end as without_evidence
    from known
)

select * from final
order by period, place_code
