"""The villages that lack a clinic or a doctor on a day, one by one: the list behind `blank_villages` and `villages_without_clinic`."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipelines.warehouse.connect import Connection

VILLAGE_COLUMNS = (
    "village_code", "village_name", "place_code", "lack", "since", "residents", "nearest_clinic_km", "centre_minutes",
    "serving_facility_code",
)
_LACKING = """
with stretches as (
    select v.*, case when v.blank = 1 then 'no_doctor' when v.without_clinic = 1 then 'no_clinic' else '' end as lack
    from village_state as v
    where v.village_kind = 'village'
),

turns as (
    select *, case when lag(lack) over village = lack and lag(to_on) over village = from_on then 0 else 1 end as is_new
    from stretches
    window village as (partition by village_code order by from_on)
),

runs as (
    select *, sum(is_new) over (partition by village_code order by from_on rows between unbounded preceding and current row) as run
    from turns
),

began as (
    select village_code, run, min(from_on) as since from runs group by village_code, run
),

centres as (
    select village_code, min(minutes) as minutes
    from village_journey
    where facility_type not in ('village_clinic', 'community_station') and season in ('open', 'all_year')
    group by village_code
)

select r.village_code, n.village_name, r.place_code, r.lack,
    case when b.since > s.first_day then b.since end as since,
    n.residents, case when r.lack = 'no_clinic' then n.nearest_clinic_km end as nearest_clinic_km, c.minutes as centre_minutes,
    n.serving_facility_code
from runs as r
inner join began as b on r.village_code = b.village_code and r.run = b.run
inner join stg_village as n on r.village_code = n.village_code
inner join place_span as h on r.place_code = h.place_code and h.from_on <= $day and h.to_on > $day and h.region_code = $region
left join centres as c on r.village_code = c.village_code
cross join data_span as s
where r.lack <> '' and r.from_on <= $day and r.to_on > $day
order by r.lack desc, n.residents desc nulls last, r.village_code
"""


def villages_lacking(con: Connection, region: str, day: date) -> pd.DataFrame:
    """Return the administrative villages of `region` without a clinic, or with one but no doctor in post, on `day`: VILLAGE_COLUMNS.

    `lack` is `no_doctor` or `no_clinic`, as the indicators `blank_villages` and `villages_without_clinic` count them; `since` the day it
    began, missing where it was so when the data begin; `nearest_clinic_km` is told of villages without a clinic, `centre_minutes` to the
    nearest health centre or hospital while roads are open. Villages without a doctor stand first, the larger before the smaller.
    """
    return con.execute(_LACKING, {"region": region, "day": day}).df()[list(VILLAGE_COLUMNS)]
