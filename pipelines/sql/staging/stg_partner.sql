-- Commitments of partners; a day on which one was met says that it was.
with ranked as (
    select
        partner_name,
        partner_item,
        partner_kind,
        region_code,
        cast(cooperation_start_on as date) as cooperation_start_on,
        cast(cooperation_end_on as date) as cooperation_end_on,
        commitment,
        cast(due_on as date) as due_on,
        coalesce(is_met, case when met_on is not null then true end) as is_met,
        cast(met_on as date) as met_on,
        row_number() over (
            partition by partner_name, partner_item
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_partner
),

final as (
    select partner_name, partner_item, partner_kind, region_code, cooperation_start_on, cooperation_end_on, commitment,
        due_on, is_met, met_on
    from ranked
    where nth = 1
)

select * from final
