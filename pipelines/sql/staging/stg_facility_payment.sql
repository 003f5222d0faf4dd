-- Money of a facility, a period and a stream, with the stream's role (total, memo or an ordinary part).
with final as (
    select r.facility_code, r.period, r.payment_stream, coalesce(c.role, '') as role, r.amount
    from raw_facility_payment as r
    left join code as c on c.codelist = 'payment_stream' and r.payment_stream = c.code
    where r.amount is not null
)

select * from final
