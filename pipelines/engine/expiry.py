"""Which licences of those in post run out, and on what day: the calendar behind `licences_expiring`."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipelines.warehouse.connect import Connection

EXPIRY_COLUMNS = ("licence_type", "expires_on", "persons")
_EXPIRING = """
with held as (
    select person_key, licence_type, expires_on,
        row_number() over (partition by person_key order by rank_no, last_on desc) as nth
    from licence_spell
    where role in ('licensed', 'certificate') and issued_on <= $day and last_on >= $day
),

doctors as (
    select distinct w.person_key
    from workforce_state as w
    inner join site_base as b on w.staff_group = b.staff_group and b.base = 'rural_doctors'
    inner join place_span as h on w.place_code = h.place_code and h.from_on <= $day and h.to_on > $day and h.region_code = $region
    where w.post = 'main' and w.from_on <= $day and w.to_on > $day
)

select l.licence_type, l.expires_on, count(*) as persons
from held as l
inner join doctors as d on l.person_key = d.person_key
where l.nth = 1
group by l.licence_type, l.expires_on
order by l.expires_on, l.licence_type
"""


def licences_running_out(con: Connection, region: str, day: date) -> pd.DataFrame:
    """Return how many village and township doctors in post in `region` on `day` hold a licence with each last day: EXPIRY_COLUMNS.

    Each person counts once, by the best licence in force on that day (physician, assistant, rural assistant, village certificate; of two
    alike the later one), as in the indicator `licences_expiring`. `expires_on` is missing for licences without a last day. Who holds
    none in force is not among them. Empty where no licences are on record.
    """
    found = con.execute(_EXPIRING, {"region": region, "day": day}).df()
    return found[list(EXPIRY_COLUMNS)]
