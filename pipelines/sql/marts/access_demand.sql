-- Residents of the villages of a place whose travel in the ordinary season is known to some facility; for every day.
with chosen as (
    select case when exists (select 1 from stg_travel_time where season = 'open') then 'open' else 'all_year' end as season
),

told as (
    select distinct v.village_code, v.place_code, v.residents
    from village_journey as v
    inner join chosen as c on v.season = c.season
    where v.is_passable is not null and v.residents > 0 and v.to_on = date '9999-12-31'
),

final as (
    select place_code, date '0001-01-01' as from_on, date '9999-12-31' as to_on, sum(residents) as residents from told group by place_code
)

select * from final
order by place_code
