-- How much of a facility's staff goes to the villages of a place by the enhanced two-step floating catchment area method (E2SFCA): in the
-- ordinary season, by the residents of its catchment, nearer ones weighing more (1, 0.68, 0.22 by thirds of the catchment). The
-- catchment of a village is the first of the site's minutes within which it reaches any facility, else the last (variable catchment).
-- Shares of a facility add up to one. A village abolished is not in it: its people are where they went.
with chosen as (
    select case when exists (select 1 from stg_travel_time where season = 'open') then 'open' else 'all_year' end as season
),

journeys as (
    select v.village_code, v.place_code, v.residents, v.facility_code, v.minutes
    from village_journey as v
    inner join chosen as c on v.season = c.season
    where v.minutes is not null and v.residents > 0 and v.to_on = date '9999-12-31'
),

nearest as (
    select village_code, min(minutes) as minutes from journeys group by village_code
),

widest as (
    select max(width) as minutes from site_window where name = 'travel_minutes'
),

catchments as (
    select n.village_code, coalesce(min(w.width), max(x.minutes)) as minutes
    from nearest as n
    cross join widest as x
    left join site_window as w on w.name = 'travel_minutes' and w.width >= n.minutes
    group by n.village_code
),

weighted as (
    select j.place_code, j.facility_code, j.residents * case
        when 3 * j.minutes <= c.minutes then 1.0
        when 3 * j.minutes <= 2 * c.minutes then 0.68
        else 0.22
    end as demand
    from journeys as j
    inner join catchments as c on j.village_code = c.village_code and j.minutes <= c.minutes
),

final as (
    select w.place_code, w.facility_code, sum(w.demand) / nullif(max(d.demand), 0) as share
    from weighted as w
    inner join (select facility_code, sum(demand) as demand from weighted group by facility_code) as d on w.facility_code = d.facility_code
    group by w.place_code, w.facility_code
)

select * from final
order by place_code, facility_code
