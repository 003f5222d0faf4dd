"""ID numbers that stood beside another name before: a column that slipped by a row gives everybody's pay to somebody else."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.intake.checks.numberless import but_arriving
from pipelines.warehouse.schema import all_datasets, names_persons, quoted

# A name is right that the person bears anywhere on the registers; who is on none is held to the first name of this batch.
_STATEMENT = """
with registered as (
    select person_key, name_key from known_roster where name_key is not null{but_roster}
    union
    select person_key, name_key from known_employment where name_key is not null{but_employment}
),
arriving as (
    select file_no, table_no, source_row, person_key, name_key,
        first_value(name_key) over (partition by person_key order by file_no, table_no, source_row) as first_name,
        first_value(struct_pack(f := file_no, t := table_no, r := source_row)) over (
            partition by person_key order by file_no, table_no, source_row
        ) as head
    from {table}
    where name_key is not null
),
judged as (
    select *, exists (select 1 from registered as r where r.person_key = a.person_key) as is_registered from arriving as a
)
select file_no, table_no, source_row, 'registered' as thing, null as other_file, null as other_table, null as other_row
from judged as j
where is_registered and not exists (select 1 from registered as r where r.person_key = j.person_key and r.name_key = j.name_key)
union all
select file_no, table_no, source_row, person_key, head.f, head.t, head.r
from judged
where not is_registered and name_key <> first_name
"""


def _check(dataset: Dataset) -> Check:
    return Check(
        name="other_name",
        title=Text("姓名与身份证号对不上", "Names that do not go with the ID number"),
        subject=dataset.name,
        needs=("roster", "employment"),
        column="person_name",
        statement=_STATEMENT.format(table=quoted(f"in_{dataset.name}"), **but_arriving(dataset)),
        reason=Text(
            "同一身份证号原来是另一个姓名{where}（{rows} 行）",
            "the same ID number stood beside another name before{where} ({rows} row(s))",
        ),
        remedy=Text(
            "请核对姓名一列是否错了行；确系改名或原来写错的，花名册改正后即不再提示",
            "see whether the names have slipped by a row; where a name was changed or was wrong before, a roster that has it right ends this hint",
        ),
    )


CHECKS = tuple(_check(dataset) for dataset in all_datasets().values() if names_persons(dataset))
