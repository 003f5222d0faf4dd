-- Tasks of a policy in a place, due and done.
with ranked as (
    select
        policy_id,
        region_code,
        milestone_item,
        cast(due_on as date) as due_on,
        cast(done_on as date) as done_on,
        evidence,
        responsible_office,
        row_number() over (
            partition by policy_id, region_code, milestone_item
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_milestone
),

final as (
    select policy_id, region_code, milestone_item, due_on, done_on, evidence, responsible_office
    from ranked
    where nth = 1
)

select * from final
