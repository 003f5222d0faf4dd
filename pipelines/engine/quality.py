"""Data quality as frames: scores, the tests they are made of, findings in words, completeness; for the dashboard and the shell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd

from pipelines.core.codelist import CodeList
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.registry import collect
from pipelines.core.rule import Rule
from pipelines.core.text import Text
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.schema import all_datasets

SCORE_COLUMNS = ("place_code", "name_zh", "name_en", "level", "period", "dimension", "passed", "tests", "score")
PART_COLUMNS = ("dimension", "rule", "title_zh", "title_en", "dataset", "passed", "tests", "score")
FINDING_COLUMNS = (
    "finding_id", "dimension", "rule", "dataset", "place_code", "name_zh", "name_en", "level", "period", "item", "found", "expected",
    "checked", "title_zh", "title_en", "detail_zh", "detail_en", "remedy_zh", "remedy_en",
)
COMPLETENESS_COLUMNS = ("dataset", "title_zh", "title_en", "period", "reported", "expected", "filled", "asked")
ALL = "all"  # the label of "every period"
_ITEMS: Mapping[str, Text] = {
    "headcount": Text("在岗人数", "headcount"), "rows": Text("记录数", "records"), "payment": Text("支付总额", "payments"),
    "pay_per_person": Text("人均实发", "pay per person"),
}
_SCORES = """
select s.place_code, coalesce(n.name_zh, s.place_code) as name_zh, coalesce(n.name_en, n.name_zh, s.place_code) as name_en, s.level,
    s.period, s.dimension, s.passed, s.tests, s.score
from quality_score as s
left join place as n on s.place_code = n.place_code
left join site_level as l on s.level = l.level
left join period as p on s.period = p.label
where s.place_code not like '%.unassigned'
    and ($level is null or s.level = $level)
    and (s.period = $period or ($period = 'all' and p.kind in ('year', 'fiscal_year')))
    and ($region is null or exists (
        select 1 from place_span as a
        where a.place_code = s.place_code and a.region_code = $region and a.from_on <= p.as_at and a.to_on > p.as_at
    ))
order by l.depth, s.place_code, s.period, s.dimension
"""
# Tests of places in the region, of periods that lie in the one asked for.
_TESTED = """
with tested as (
    select t.* from quality_test as t
    left join period as p on t.period = p.label
    left join period as w on w.label = $period and w.start_on <= p.start_on and w.end_on >= p.end_on
    where ($period = 'all' or w.label is not null)
        and ($region is null or exists (
            select 1 from place_span as a
            where a.place_code = t.place_code and a.region_code = $region and a.from_on <= p.as_at and a.to_on > p.as_at
        ))
)"""
_PARTS = f"""{_TESTED}
select dimension, rule, dataset, sum(passed)::BIGINT as passed, count(*) as tests, 100.0 * sum(passed) / count(*) as score
from tested group by all order by 1, 2, 3
"""
_COMPLETENESS = f"""{_TESTED}
select dataset, period, coalesce(sum(passed) filter (rule = 'not_sent'), 0)::BIGINT as reported, count(*) filter (rule = 'not_sent') as expected,
    sum(found) filter (rule = 'field_blank') as filled, sum(expected) filter (rule = 'field_blank') as asked
from tested where dimension = 'completeness' group by all order by 1, 2
"""
_FINDINGS = """
select f.finding_id, f.dimension, f.rule, f.dataset, f.place_code, coalesce(n.name_zh, f.place_code) as name_zh,
    coalesce(n.name_en, n.name_zh, f.place_code) as name_en, n.level, f.period, f.item, f.found, f.expected, f.checked
from quality_finding as f
left join place as n on f.place_code = n.place_code
left join period as p on f.period = p.label
left join period as w on w.label = $period and w.start_on <= p.start_on and w.end_on >= p.end_on
where ($period = 'all' or w.label is not null)
    and ($region is null or f.place_code = $region or f.place_code in (select place_code from place_span where region_code = $region))
order by p.end_on desc, f.place_code, f.rule, f.dataset, f.item
"""


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every declared rule by name."""
    return collect("pipelines.rules", Rule)


def newest_year(con: Connection) -> str:
    """Return the newest year in which anything was tested, "" where nothing ever was."""
    row = con.execute(
        "select max_by(p.label, p.end_on) from period as p where p.kind in ('year', 'fiscal_year')"
        " and p.label in (select period from quality_score)"
    ).fetchone()
    return str(row[0]) if row and row[0] else ""


def check_place_and_period(con: Connection, region: str | None, period: str) -> None:
    """Raise NOT_FOUND for a region or a period the build does not know; `period` may be "all"."""
    known = con.execute("select 1 from place where place_code = $region", {"region": region}).fetchone() if region else (1,)
    if known is None:
        raise XiangyiError(
            Text(f"没有地区“{region}”；请核对代码（xiangyi status 查看工作区）", f'no region "{region}"; check the code'), ExitCode.NOT_FOUND
        )
    if period not in ("", ALL) and con.execute("select 1 from period where label = $label", {"label": period}).fetchone() is None:
        raise XiangyiError(
            Text(f"没有时期“{period}”；可写 2024、2024-Q3、2024-07 或 all", f'no period "{period}"; write 2024, 2024-Q3, 2024-07 or all'),
            ExitCode.NOT_FOUND,
        )


def scores(con: Connection, region: str | None = None, period: str = ALL, level: str | None = None) -> pd.DataFrame:
    """Return the scores of `region` and every place below it (all places where None), SCORE_COLUMNS.

    `passed` and `tests` count tests of the place and all below it, in the period (every year where it is "all") and all within
    it; `score` is 100 × passed ÷ tests. A dimension in which nothing was tested has no row. `level` keeps to places of one level.
    """
    return con.execute(_SCORES, {"region": region, "period": period, "level": level}).df()[list(SCORE_COLUMNS)]


def parts(con: Connection, region: str | None, period: str) -> pd.DataFrame:
    """Return what the scores of a region (the whole site where None) and a period are made of: PART_COLUMNS, by rule and dataset."""
    frame = con.execute(_PARTS, {"region": region, "period": period}).df()
    titles = [all_rules()[rule].title for rule in frame["rule"]]
    return frame.assign(title_zh=[t.zh for t in titles], title_en=[t.en for t in titles])[list(PART_COLUMNS)]


def completeness(con: Connection, region: str | None, period: str) -> pd.DataFrame:
    """Return, by dataset and period within `period`, COMPLETENESS_COLUMNS.

    `reported` of `expected` reporting units sent it (0 of 0 where nobody owes it); of `asked` values in wanted columns `filled`
    are there (null where none is asked for).
    """
    frame = con.execute(_COMPLETENESS, {"region": region, "period": period}).df()
    titles = [all_datasets()[name].title for name in frame["dataset"]]
    return frame.assign(title_zh=[t.zh for t in titles], title_en=[t.en for t in titles])[list(COMPLETENESS_COLUMNS)]


def findings(con: Connection, region: str | None = None, period: str = ALL) -> pd.DataFrame:
    """Return the tests that were not passed in a region and a period, newest first: FINDING_COLUMNS.

    `item` is what of the dataset was tested (a column, a kind of population), `found`, `expected` and `checked` its figures;
    detail and remedy say it in words.
    """
    frame = con.execute(_FINDINGS, {"region": region, "period": period}).df()
    said = [
        (rule.title, _detail(rule, dataset, item, found, expected, checked), rule.remedy)
        for name, dataset, item, found, expected, checked in zip(
            *(frame[c] for c in ("rule", "dataset", "item", "found", "expected", "checked")), strict=True
        )
        for rule in (all_rules()[name],)
    ]
    texts = {f"{what}_{lang}": [row[i].of(lang) for row in said] for i, what in enumerate(("title", "detail", "remedy")) for lang in ("zh", "en")}
    return frame.assign(**texts)[list(FINDING_COLUMNS)]


def _detail(rule: Rule, dataset: str, item: str, *figures: float) -> Text:
    names: Sequence[str] = ("found", "expected", "checked")
    return rule.detail.format(key=item_title(dataset, item), **dict(zip(names, map(_figure, figures), strict=True)))


def _figure(value: float) -> str:
    if value != value:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1_000 or value == int(value) else f"{value:,.1f}"


@cache
def item_title(dataset: str, item: str) -> Text:
    """Return what an item is called: a doubt or a column of the dataset, a code of one of its code lists, or a figure made of its rows."""
    declared = all_datasets()[dataset]
    if item in _ITEMS:
        return _ITEMS[item]
    doubt = next((d for d in declared.doubts if d.name == item), None)
    if doubt is not None:
        return doubt.title
    column = next((c for c in declared.columns if c.name == item), None)
    if column is not None:
        return column.title
    lists = collect("pipelines.codelists", CodeList)
    found = next((lists[c.codelist].titles[item] for c in declared.columns if c.codelist and item in lists[c.codelist].titles), None)
    return found or Text(item or "-", item or "-")
