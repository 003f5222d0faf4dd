-- Money of a facility, a period and a stream, with the stream's role (total, memo or an ordinary part).
with ranked as (
    select
        facility_code,
        period,
        payment_stream,
        amount,
        row_number() over (partition by facility_code, period, payment_stream order by batch desc, file, source_row) as nth
    from raw_facility_payment
    where amount is not null
),

final as (
    select r.facility_code, r.period, r.payment_stream, coalesce(c.role, '') as role, r.amount
    from ranked as r
    left join code as c on c.codelist = 'payment_stream' and r.payment_stream = c.code
    where r.nth = 1
)

select * from final
