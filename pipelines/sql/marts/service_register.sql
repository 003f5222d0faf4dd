-- Health records and chronic patients of a facility as filed for the last day of a period, on that day only: a stock that was not filed is
-- not known. Where a month and a year end on one day, the longer period speaks. Each count stands beside the one it is a share of where the
-- facility filed both; facilities that filed the lower one are counted (known), and those of them that filed both.
with filed as (
    select s.facility_code, s.service_kind, s.service_count, p.end_on,
        row_number() over (partition by s.facility_code, s.service_kind, p.end_on order by p.months desc, p.label) as nth
    from stg_service as s
    inner join period as p on s.period = p.label
    where s.role = 'stock' and s.service_count is not null
),

wide as (
    select facility_code, end_on, max(case when service_kind = 'records_kept' then service_count end) as records_kept,
        max(case when service_kind = 'records_used' then service_count end) as records_used,
        max(case when service_kind = 'hypertension_registered' then service_count end) as hypertension_registered,
        max(case when service_kind = 'hypertension_managed' then service_count end) as hypertension_managed,
        max(case when service_kind = 'hypertension_controlled' then service_count end) as hypertension_controlled,
        max(case when service_kind = 'diabetes_registered' then service_count end) as diabetes_registered,
        max(case when service_kind = 'diabetes_managed' then service_count end) as diabetes_managed,
        max(case when service_kind = 'diabetes_controlled' then service_count end) as diabetes_controlled
    from filed
    where nth = 1
    group by facility_code, end_on
),

final as (
    select facility_code as place_code, end_on as from_on, cast(end_on + interval 1 day as date) as to_on, records_kept,
        case when records_kept is not null then records_used end as records_used, case when records_used is not null then records_kept end as records_of_users,
        cast(records_kept is not null as integer) as records_known, cast(records_kept + records_used is not null as integer) as use_known,
        case when hypertension_registered is not null then hypertension_managed end as hypertension_managed,
        case when hypertension_managed is not null then hypertension_registered end as hypertension_registered,
        case when hypertension_managed is not null then hypertension_controlled end as hypertension_controlled,
        case when hypertension_controlled is not null then hypertension_managed end as hypertension_measured,
        cast(hypertension_registered is not null as integer) as hypertension_known,
        cast(hypertension_registered + hypertension_managed is not null as integer) as hypertension_management_known,
        cast(hypertension_managed is not null as integer) as hypertension_managed_known,
        cast(hypertension_managed + hypertension_controlled is not null as integer) as hypertension_control_known,
        case when diabetes_registered is not null then diabetes_managed end as diabetes_managed,
        case when diabetes_managed is not null then diabetes_registered end as diabetes_registered,
        case when diabetes_managed is not null then diabetes_controlled end as diabetes_controlled,
        case when diabetes_controlled is not null then diabetes_managed end as diabetes_measured,
        cast(diabetes_registered is not null as integer) as diabetes_known,
        cast(diabetes_registered + diabetes_managed is not null as integer) as diabetes_management_known,
        cast(diabetes_managed is not null as integer) as diabetes_managed_known,
        cast(diabetes_managed + diabetes_controlled is not null as integer) as diabetes_control_known
    from wide
)

select * from final
order by place_code, from_on
