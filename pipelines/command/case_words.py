"""The words of a case of reconciliation: the heads of a list of cases, what a case is about, where its first row stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipelines.codelists.licence_type import LICENCE_TYPE
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text
from pipelines.extract.own_sheets import PERSON_KEY

if TYPE_CHECKING:
    from pipelines.intake.reconcile import Case

CASE_HEADS: Mapping[str, Text] = {
    "kind": Text("问题", "Case"), "person": PERSON_KEY, "facility": Text("机构", "Facility"), "first": Text("起", "From"), "last": Text("止", "To"),
    "months": Text("月数", "Months"), "money": Text("涉及金额", "At stake"), "about": Text("说明", "About"), "source": Text("来源", "Source"),
}
_AUDIT_POINTS = {
    "audit_place": Text("执业地点", "place of practice"), "audit_years": Text("服务年限", "years of service"),
    "audit_documents": Text("材料真实有效", "documents"), "audit_employer": Text("用人单位关系", "employment tie"),
}  # fmt: skip
_ABOUT = {
    "paid_after_leaving": Text("{since} 离岗", "left on {since}"),
    "two_main_posts": Text("另一岗位在 {other}", "the other post is at {other}"),
    "licence_expired": Text("{detail}，{since} 到期", "{detail}, valid to {since}"),
    "outside_registered_place": Text("{detail}，注册地 {other}", "{detail}, registered for {other}"),
    "granted_not_in_post": Text("补贴项目 {other}", "scheme {other}"),
    "insured_elsewhere": Text("参保单位：{detail}", "insured by {detail}"),
    "audit_contradicted": Text("申请 {other}：{detail}", "application {other}: {detail}"),
    "trained_not_in_post": Text("培训班 {other}", "course {other}"),
}
_NO_NUMBER = Text("（无身份证号）", " (no ID number)")
_ROW, _MORE = Text("第 {row} 行", "row {row}"), Text("（来源共 {n} 行）", " ({n} source rows)")


def about(case: Case, lang: Lang, names: Mapping[str, str] | None = None) -> str:
    """Return what a case is about beyond its kind: the other post, the licence, the scheme, the points of an audit.

    `names` are what places and facilities are called, by code; one that is not among them is told by its code.
    """
    said = _ABOUT[case.kind].of(lang) if case.kind in _ABOUT else ""
    detail = case.detail or ""
    if case.kind == "audit_contradicted":
        detail = ("、" if lang == "zh" else ", ").join(_AUDIT_POINTS[point].of(lang) for point in detail.split())
    elif detail in LICENCE_TYPE.titles:
        detail = LICENCE_TYPE.titles[detail].of(lang)
    other = (names or {}).get(case.other_code or "", case.other_code)
    text = said.format(since=case.since_on, other=other, detail=detail)
    return text + _NO_NUMBER.of(lang) if case.is_provisional else text


def source(case: Case, lang: Lang) -> str:
    """Return where the first row behind a case stands (dataset, file, sheet, row), and how many there are."""
    dataset, *where, row = case.first_source.split(" | ") if " | " in case.first_source else (case.first_source, "")
    known = collect("pipelines.datasets", Dataset)
    named = known[dataset].title.of(lang) if dataset in known else dataset
    first = " · ".join(part for part in (named, *where, _ROW.of(lang).format(row=row) if row else "") if part)
    return first + _MORE.of(lang).format(n=f"{case.source_rows:,}") if case.source_rows > 1 else first
