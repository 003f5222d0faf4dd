"""Which plan answers a question about who came, stayed and left."""

from __future__ import annotations

from pipelines.engine.flow import plan_flow
from pipelines.engine.hazard import HAZARD, plan_hazard
from pipelines.engine.scope import Plan, Scope
from pipelines.engine.survival import plan_survival


def plan_staying(scope: Scope, has_tenure: bool, by_roster: bool) -> Plan:
    """Return the plan of a flow, a hazard or a curve (`has_tenure`: durations without dates are what the site has; `by_roster`: yearly rosters)."""
    if scope.indicator.kind == "flow":
        return plan_flow(scope)
    if scope.indicator.statistic == HAZARD:
        return plan_hazard(scope, by_roster)
    return plan_survival(scope, has_tenure, by_roster)
