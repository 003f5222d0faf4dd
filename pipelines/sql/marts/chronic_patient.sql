-- Chronic patients a facility has registered (hypertension and diabetes; who has both is in both registers).
with final as (
    select place_code, period, sum(service_count) as patients
    from service_place
    where service_kind in ('hypertension_registered', 'diabetes_registered')
    group by place_code, period
)

select * from final
order by period, place_code
