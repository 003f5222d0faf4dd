-- Money of a facility, a period and a stream.
with final as (
    select f.facility_code as place_code, f.period, f.payment_stream, f.role, f.amount
    from stg_facility_payment as f
)

select * from final
