-- Villages and their residents by whether they reach a township or community health centre, or a hospital, within the first (short)
-- and the last (long) of the site's minutes: in the ordinary season (roads open) and in the hardest one. known are those whose travel is
-- known or whose road is closed. A village without any time is unknown; in the hardest season also one with a season unknown and none
-- beyond. Lists of villages and roads are as they stand now, for every day until a village was abolished.
with villages as (
    select v.village_code, v.residents, coalesce(v.abolished_on, date '9999-12-31') as to_on, coalesce(s.to_code, v.region_code) as place_code
    from stg_village as v
    left join region_successor as s on v.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
),

nearest as (
    select village_code, season, min(minutes) as minutes, max(case when is_passable is null then 0 else 1 end) as is_told
    from village_journey
    where facility_type not in ('village_clinic', 'community_station')
    group by village_code, season
),

spoken as (
    select distinct season from travel_season
),

used as (
    select season, season = 'open' or (season = 'all_year' and not exists (select 1 from spoken where season = 'open')) as is_ordinary,
        season <> 'all_year' or not exists (select 1 from spoken where season <> 'all_year') as is_real
    from (select season from spoken union select 'all_year' as season where not exists (select 1 from spoken)) as s
),

asked as (
    select v.village_code, v.place_code, v.to_on, v.residents, u.is_ordinary, u.is_real, n.minutes, coalesce(n.is_told, 0) as is_told
    from villages as v
    cross join used as u
    left join nearest as n on v.village_code = n.village_code and u.season = n.season
),

views as (
    select village_code, place_code, to_on, residents, 'ordinary' as season_view, minutes, is_told, 1 - is_told as is_open
    from asked
    where is_ordinary
    union all
    select village_code, place_code, to_on, residents, 'hardest' as season_view,
        case when max(case when is_told = 1 and minutes is null then 1 else 0 end) = 0 then max(minutes) end as minutes,
        max(is_told) as is_told, 1 - min(is_told) as is_open
    from asked
    where is_real
    group by village_code, place_code, to_on, residents
),

limits as (
    select 'short' as travel_limit, min(width) as minutes from site_window where name = 'travel_minutes'
    union all
    select 'long' as travel_limit, max(width) as minutes from site_window where name = 'travel_minutes'
),

judged as (
    select v.*, l.travel_limit, case
        when v.is_told = 1 and (v.minutes is null or v.minutes > l.minutes) then 'beyond'
        when v.is_open = 1 then 'unknown'
        else 'within'
    end as reach
    from views as v
    cross join limits as l
),

final as (
    select place_code, season_view, travel_limit, date '0001-01-01' as from_on, to_on, count(*) as villages, sum(residents) as residents,
        sum(case when reach <> 'unknown' then residents end) as residents_known,
        sum(case when reach = 'within' then residents when reach = 'beyond' then residents * 0 end) as residents_within,
        sum(case when reach = 'beyond' then residents when reach = 'within' then residents * 0 end) as residents_beyond,
        sum(case when reach = 'unknown' then residents else residents * 0 end) as residents_unknown,
        sum(case when reach = 'beyond' then 1 when reach = 'within' then 0 end) as villages_beyond,
        sum(case when reach = 'unknown' then 1 else 0 end) as villages_unknown
    from judged
    group by place_code, season_view, travel_limit, to_on
)

select * from final
order by place_code, season_view, travel_limit, to_on
