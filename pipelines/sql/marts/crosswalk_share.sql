-- What a change of boundaries brought onto today's places in part: figures of a whole place whose ground several took over, from the day they
-- are of until another (not counted in), with the share of that ground in each. Populations were shared out by it; of what else names
-- a place (budgets, surveys, commitments, tasks, villages, clinics that closed with it) the largest successor has all. A region that holds all of the
-- shares has what there was; one that holds some has an approximation (engine.approximate). A place that went into one other whole is not here.
with parts as (
    select s.from_code, s.to_code, s.share, s.since_on, s.until_on
    from region_successor as s
    where s.share < 0.9999
),

homes as (
    select facility_code, max_by(region_code, valid_from) as region_code, min(opened_on) as opened_on, max(closed_on) as closed_on
    from stg_facility
    group by facility_code
),

dated as (
    select 'budget' as dataset, region_code, period from stg_budget
    union
    select 'survey' as dataset, region_code, period from stg_survey
),

facts as (
    select d.dataset, d.region_code, p.as_at, p.start_on as from_on, cast(p.end_on + interval 1 day as date) as to_on
    from dated as d
    inner join period as p on d.period = p.label
    union
    select 'milestone' as dataset, region_code, due_on, due_on, date '9999-12-31' from stg_milestone
    union
    select 'partner' as dataset, region_code, due_on, due_on, date '9999-12-31' from stg_partner
    union
    select 'village' as dataset, region_code, date '9999-12-30', date '1900-01-01', coalesce(abolished_on, date '9999-12-31') from stg_village
    union
    select 'facility' as dataset, region_code, date '9999-12-30', coalesce(opened_on, date '1900-01-01'), coalesce(closed_on, date '9999-12-31')
    from homes
),

final as (
    select distinct f.dataset, p.to_code as place_code, p.from_code, p.share, f.from_on, f.to_on
    from facts as f
    inner join parts as p on f.region_code = p.from_code and f.as_at >= p.since_on and f.as_at < p.until_on
    union
    select 'population/' || n.population_kind as dataset, p.to_code as place_code, p.from_code, p.share, q.from_on, q.to_on
    from stg_population as n
    inner join period as y on n.period = y.label
    inner join parts as p on n.region_code = p.from_code and y.as_at >= p.since_on and y.as_at < p.until_on
    inner join population_place as q on p.to_code = q.place_code and n.period = q.year and n.population_kind = q.population_kind
)

select * from final
order by dataset, place_code, from_on, from_code
