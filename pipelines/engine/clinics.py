"""The facilities of a place one by one, and the people of one of them: the lowest two steps of every drill."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from pipelines.warehouse.connect import Connection

Standing = Literal["staffed", "expired", "no_doctor", "second_doctor", "empty", "unknown"]
CLINIC_COLUMNS = ("place_code", "facility_type", "region_code", "headcount", "doctors", "second_doctors", "licensed", "expired", "standing")
PEOPLE_COLUMNS = (
    "person_key", "staff_group", "sex", "age_band", "licence", "licence_type", "expires_on", "is_in_force", "title", "contract", "post", "since",
    "has_known_start", "years",
)
# Who is counted is counted as the indicator `headcount` counts: on the last day, persons at their main post. A doctor with a second post is
# counted at none, but stands there. Whether a doctor stands there is asked of the staff groups whose role is `doctor`, as for a village
# (`village_state`): a seconded one keeps a clinic open, though the base has none of them.
_CLINICS = """
with units as (
    select s.place_code, s.facility_type, s.matched, p.end_on, h.region_code
    from facility_stock as s
    inner join period as p on s.period = p.label
    inner join place_span as a on s.place_code = a.place_code and a.from_on <= p.end_on and a.to_on > p.end_on and a.region_code = $region
    left join (
        select x.place_code, x.region_code, row_number() over (partition by x.place_code order by x.depth desc) as nth
        from place_span as x
        inner join period as d on d.label = $period and x.from_on <= d.end_on and x.to_on > d.end_on
        where x.region_code <> x.place_code
    ) as h on s.place_code = h.place_code and h.nth = 1
    where s.period = $period
),

counted as (
    select u.place_code, sum(case when w.counts_total then w.headcount end) as headcount,
        sum(case when w.counts_total and b.staff_group is not null then w.headcount end) as doctors,
        sum(case when w.counts_licence and b.staff_group is not null and c.role = 'licensed' then w.headcount end) as licensed,
        count(case when w.counts_licence and b.staff_group is not null and w.licence <> 'unknown' then 1 end) as licence_rows,
        sum(case when w.counts_total and g.role = 'doctor' then w.headcount end) as standing_doctors,
        count(distinct case when w.post = 'other' then w.person_key end) as second_people,
        count(distinct case when w.post = 'other' and g.role = 'doctor' then w.person_key end) as second_doctors
    from units as u
    inner join workforce_state as w on u.place_code = w.place_code and w.from_on <= u.end_on and w.to_on > u.end_on
    left join site_base as b on b.base = 'rural_doctors' and w.staff_group = b.staff_group
    left join code as c on c.codelist = 'licence' and w.licence = c.code
    left join code as g on g.codelist = 'staff_group' and w.staff_group = g.code
    group by u.place_code
),

lapsed as (
    select u.place_code, count(distinct l.person_key) as expired
    from units as u
    inner join licence_state as l on u.place_code = l.place_code and l.from_on <= u.end_on and l.to_on > u.end_on and l.validity = 'expired'
    group by u.place_code
)

select u.place_code, u.facility_type, u.region_code, u.matched,
    cast(coalesce(n.headcount, 0) as bigint) as headcount, cast(coalesce(n.doctors, 0) as bigint) as doctors,
    cast(coalesce(n.standing_doctors, 0) as bigint) as standing_doctors, cast(coalesce(n.second_people, 0) as bigint) as second_people,
    cast(coalesce(n.second_doctors, 0) as bigint) as second_doctors,
    case when n.licence_rows > 0 or coalesce(n.doctors, 0) = 0 then cast(coalesce(n.licensed, 0) as bigint) end as licensed,
    cast(coalesce(l.expired, 0) as bigint) as expired
from units as u
left join counted as n on u.place_code = n.place_code
left join lapsed as l on u.place_code = l.place_code
order by u.region_code, u.place_code
"""
_PEOPLE = """
with day as (
    select end_on from period where label = $period
),

there as (
    select w.person_key, w.staff_group, w.sex, w.age_band, w.licence, w.title, w.contract, w.post, d.end_on
    from workforce_state as w
    inner join day as d on w.from_on <= d.end_on and w.to_on > d.end_on
    where w.place_code = $facility and w.person_key is not null
),

held as (
    select l.person_key, l.licence_type, l.expires_on, l.last_on >= t.end_on as is_in_force,
        row_number() over (
            partition by l.person_key order by case when l.last_on >= t.end_on then l.rank_no else 99 end, l.last_on desc
        ) as nth
    from licence_spell as l
    inner join there as t on l.person_key = t.person_key and l.issued_on <= t.end_on
),

begun as (
    select s.person_key, min(s.start_on) as since, bool_and(s.has_known_start) as has_known_start
    from post_spell as s
    inner join day as d on s.start_on <= d.end_on and s.end_on >= d.end_on
    where s.facility_code = $facility
    group by s.person_key
)

select t.person_key, t.staff_group, t.sex, t.age_band, t.licence, h.licence_type, h.expires_on, h.is_in_force, t.title, t.contract, t.post,
    b.since, b.has_known_start, date_diff('day', b.since, t.end_on) / 365.25 as years
from there as t
left join held as h on t.person_key = h.person_key and h.nth = 1
left join begun as b on t.person_key = b.person_key
order by t.staff_group, t.person_key
"""

# The period nearest to the one asked that has such a list, of the same kind where there is one.
_LISTED = """
select p.label
from period as p
inner join period as q on q.label = $period
where exists (
    select 1 from facility_stock as s
    inner join place_span as a on s.place_code = a.place_code and a.from_on <= p.end_on and a.to_on > p.end_on and a.region_code = $place
    where s.period = p.label
)
order by p.kind <> q.kind, abs(date_diff('day', p.end_on, q.end_on)), p.end_on desc limit 1
"""
_PEOPLED = """
select p.label
from period as p
inner join period as q on q.label = $period
where exists (
    select 1 from workforce_state as w
    where w.place_code = $place and w.person_key is not null and w.from_on <= p.end_on and w.to_on > p.end_on
)
order by p.kind <> q.kind, abs(date_diff('day', p.end_on, q.end_on)), p.end_on desc limit 1
"""


def clinics_of(con: Connection, region: str, period: str) -> pd.DataFrame:
    """Return the facilities under `region` in a period, one row each: CLINIC_COLUMNS.

    `region_code` is the place right above it, `headcount` persons at their main post, `doctors` those of the rural doctors' base,
    `second_doctors` doctors there by a second post, `licensed` the doctors who are licensed (assistant) physicians (missing where
    no licence of theirs is known), `expired` people whose licence has run out. `standing` says the worst that holds: unknown (no staff record
    names it), empty, no_doctor, second_doctor (doctors by second post alone), expired, staffed; any staff group of doctors counts for it.
    """
    found = con.execute(_CLINICS, {"region": region, "period": period}).df()
    judged = found[["matched", "headcount", "standing_doctors", "second_people", "second_doctors", "expired"]]
    found["standing"] = [_standing(bool(matched), *map(int, counts)) for matched, *counts in judged.itertuples(index=False)]
    return found[list(CLINIC_COLUMNS)]


def listed_in(con: Connection, place: str, period: str, *, people: bool) -> str:
    """Return the period nearest to one in which `place` has a list, "" where none has: of the facilities under it, or of its own `people`."""
    found = con.execute(_PEOPLED if people else _LISTED, {"place": place, "period": period}).fetchone()
    return str(found[0]) if found else ""


def _standing(is_matched: bool, headcount: int, standing_doctors: int, second_people: int, second_doctors: int, expired: int) -> Standing:
    if standing_doctors == 0 and second_doctors > 0:
        return "second_doctor"
    if headcount == 0 and second_people == 0:
        return "empty" if is_matched else "unknown"
    if standing_doctors == 0:
        return "no_doctor"
    return "expired" if expired else "staffed"


def people_of(con: Connection, facility: str, period: str) -> pd.DataFrame:
    """Return the people of a facility on the last day of a period, one row each: PEOPLE_COLUMNS.

    `licence` is as the roster says, `licence_type` the best certificate in force (else the last that ran out), `expires_on` its last day;
    `since` the first day at this facility, `years` from then to the day; empty where only returns tell of it. No names: a build has none.
    """
    return con.execute(_PEOPLE, {"facility": facility, "period": period}).df()[list(PEOPLE_COLUMNS)]
