"""Where those go who leave a facility: elsewhere in the township, the county, the area, or out of the records; and for what reason."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipelines.warehouse.connect import Connection

DESTINATION_COLUMNS = ("exit_reason", "level", "is_doctor", "destination", "persons")

_LEAVING = """
with doctors as (
    select distinct staff_group from site_base where base = 'rural_doctors'
),

beside as (
    select m.*, lead(m.start_on) over person as after_on, lead(m.facility_code) over person as after_facility,
        lead(m.staff_group) over person as after_group
    from main_post as m
    window person as (partition by m.person_key order by m.start_on)
),

ended as (
    select b.person_key, b.facility_code, coalesce(b.exit_reason, 'unknown') as exit_reason, b.end_on, b.start_on, b.staff_group,
        case when b.after_on <= cast(b.end_on + interval 32 day as date) then b.after_facility end as after_facility,
        case when b.after_on <= cast(b.end_on + interval 32 day as date) then b.after_group end as after_group
    from beside as b
    inner join doctors as d on b.staff_group = d.staff_group
    inner join place_span as h on b.facility_code = h.place_code and h.from_on <= $last and h.to_on > $last and h.region_code = $region
    where b.end_on >= cast($first - interval 1 day as date) and b.end_on < $last
),

gone as (
    select * from ended
    where after_facility is null or after_facility <> facility_code or after_group not in (select staff_group from doctors)
),

shared as (
    select g.person_key, g.end_on, arg_max(a.level, a.depth) as level
    from gone as g
    inner join place_span as a on g.facility_code = a.place_code and a.from_on <= $last and a.to_on > $last
    inner join place_span as b on g.after_facility = b.place_code and b.from_on <= $last and b.to_on > $last
        and a.region_code = b.region_code and a.level = b.level
    group by g.person_key, g.end_on
),

stated as (
    select person_key, facility_code, start_on, min(destination) as destination
    from stg_employment
    group by person_key, facility_code, start_on
)

select g.exit_reason,
    case when g.after_facility is null then 'out' when s.level is null then 'elsewhere' else s.level end as level,
    coalesce(g.after_group in (select staff_group from doctors), false) as is_doctor,
    case when g.after_facility is null then t.destination end as destination, count(*) as persons
from gone as g
left join shared as s on g.person_key = s.person_key and g.end_on = s.end_on
left join stated as t on g.person_key = t.person_key and g.facility_code = t.facility_code and g.start_on = t.start_on
group by all
order by persons desc
"""


def destinations(con: Connection, region: str, first: date, last: date) -> pd.DataFrame:
    """Return how many doctors left a facility of `region` from `first` to `last`, why and where to: DESTINATION_COLUMNS.

    Counted are main posts of village and township doctors that ended; the day of leaving is the one after the last day in post. `level` is
    that of the smallest place that holds the old facility and the next one, taken up within 31 days (the facility itself where only the
    kind of work changed), `elsewhere` where no place of the site holds both, `out` where no next post is on record; `destination` is what
    the file says of those. `is_doctor` tells whether the next post is a doctor's again. Moves inside the region are no exits from it: this
    counts leaving a facility.
    """
    return con.execute(_LEAVING, {"region": region, "first": first, "last": last}).df()[list(DESTINATION_COLUMNS)]
