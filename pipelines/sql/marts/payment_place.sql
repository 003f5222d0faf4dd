-- Money of a facility, a period and a stream, with the traits of the place.
with final as (
    select f.facility_code as place_code, f.period, f.payment_stream, f.role, f.amount, t.rurality, t.remoteness
    from stg_facility_payment as f
    inner join place_trait as t on f.facility_code = t.place_code and f.period = t.period
)

select * from final
