"""ID numbers that stood beside another name before: a column that slipped by a row gives everybody's pay to somebody else."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.intake.checks.numberless import REGISTERS, but_arriving
from pipelines.warehouse.schema import all_datasets, names_persons, quoted

# The names of a person are those on registers that stay; where none of them stays, those on what this batch replaces, so that a
# register sent again is held against itself; where nothing was loaded, those on registers that arrive. Who is on none is held to
# the first name of this batch. What arrives beside is right as well, but for a register: two of them may have slipped together.
# A register sent again may keep a name that was told when it was loaded, or two registers would accuse each other for ever; but where
# most of a sheet is at odds its column has slipped, and is told again.
_STATEMENT = """
with registered as (
    select person_key, name_key, if(file_no is null, 1, 3) as rank from known_roster where name_key is not null{but_roster}
    union
    select person_key, name_key, if(file_no is null, 1, 3) from known_employment where name_key is not null{but_employment}
    union
    select person_key, name_key, 2 from replaced_roster where name_key is not null
    union
    select person_key, name_key, 2 from replaced_employment where name_key is not null
),
best as (
    select person_key, min(rank) as rank from registered group by person_key
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
    select a.*, b.rank from arriving as a left join best as b using (person_key)
),
held as (
    select j.*, rank is not null and not exists (
        select 1 from registered as r where r.person_key = j.person_key and r.name_key = j.name_key and (r.rank = j.rank or {or_beside})
    ) as is_odd
    from judged as j
),
weighed as (
    select *, sum(is_odd::INTEGER) over sheet as odd, count(rank) over sheet as compared
    from held window sheet as (partition by file_no, table_no)
)
select file_no, table_no, source_row, 'registered' as thing, null as other_file, null as other_table, null as other_row
from weighed as w
where is_odd and ((odd > 1 and odd > compared / 2) or not {as_before})
union all
select file_no, table_no, source_row, person_key, head.f, head.t, head.r
from judged
where rank is null and name_key <> first_name
"""
_AS_BEFORE = "exists (select 1 from {replaced} as b where b.person_key = w.person_key and b.name_key = w.name_key)"


def _check(dataset: Dataset) -> Check:
    is_register = dataset.name in REGISTERS
    return Check(
        name="other_name",
        title=Text("姓名与身份证号对不上", "Names that do not go with the ID number"),
        subject=dataset.name,
        needs=REGISTERS,
        replaced=REGISTERS,
        column="person_name",
        statement=_STATEMENT.format(
            table=quoted(f"in_{dataset.name}"), or_beside="false" if is_register else "r.rank = 3",
            as_before=_AS_BEFORE.format(replaced=quoted(f"replaced_{dataset.name}")) if is_register else "false", **but_arriving(dataset),
        ),
        reason=Text(
            "同一身份证号原来是另一个姓名{where}（{rows} 行）",
            "the same ID number stood beside another name before{where} ({rows} row(s))",
        ),
        remedy=Text(
            "请核对姓名一列是否错了行；确系改名或原来写错的，加载姓名正确的花名册后即不再提示",
            "see whether the names have slipped by a row; where a name was changed or was wrong before, loading a roster that has it right "
            "ends this hint",
        ),
    )


CHECKS = tuple(_check(dataset) for dataset in all_datasets().values() if names_persons(dataset))
