"""Conditions that several types of subsidy share, defined once; the reasons are codes of `decision_reason` and `claim_reason`."""

from __future__ import annotations

from pipelines.core.scheme import Condition, Facts, Needs
from pipelines.core.text import Text


def _at_least(known: float | None, needed: float | None) -> bool | None:
    if needed is None:
        return True
    return None if known is None else known >= needed


def _full_time(facts: Facts, needs: Needs) -> bool | None:
    return facts.is_full_time if needs.is_full_time else True


IN_POST = Condition(Text("在岗并有合规的聘用关系", "in post, lawfully employed"), "employment_tie", lambda facts, needs: facts.is_in_post)
PLACE = Condition(Text("执业地点在政策覆盖范围内", "place of practice covered"), "outside_area", lambda facts, needs: facts.is_place_covered)
SERVICE = Condition(
    Text("服务年限达到要求", "years of service met"), "too_short_service",
    lambda facts, needs: _at_least(facts.service_years, needs.service_years),
)
AGREEMENT = Condition(
    Text("服务协议年限达到要求", "agreement for the years asked for"), "too_short_service",
    lambda facts, needs: _at_least(facts.agreed_years, needs.agreement_years),
)
FULL_TIME = Condition(Text("全职在岗", "full time"), "employment_tie", _full_time)
DOCUMENTS = Condition(
    Text("材料真实有效", "documents true and valid"), "untrue_documents", lambda facts, needs: facts.are_documents_valid
)
LICENSED = Condition(Text("执业证书在有效期内", "licence in force"), "not_eligible", lambda facts, needs: facts.has_valid_licence)
RELEVANT = Condition(Text("与本职工作相关", "related to the work"), "not_relevant", lambda facts, needs: facts.is_relevant)
CONSENT = Condition(Text("单位同意", "the employer consents"), "no_consent", lambda facts, needs: facts.has_employer_consent)
CERTIFICATE = Condition(Text("有合格证明", "a certificate is there"), "no_certificate", lambda facts, needs: facts.has_certificate)
RECOGNISED = Condition(Text("已被认定为人才", "recognised as a talent"), "not_eligible", lambda facts, needs: facts.is_recognised)
ON_TASK = Condition(
    Text("参加了应急任务", "took part in the task"), "not_eligible",
    lambda facts, needs: None if facts.task_days is None else facts.task_days > 0,
)
