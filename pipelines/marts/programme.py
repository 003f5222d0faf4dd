"""Policies and partners, digital means and equipment, services, honours, talents, offers, reporting."""

from pipelines.core.mart import Mart

PARTNER_DUE = Mart(
    name="partner_due", time="state", columns=("due", "met"), categories=("partner_kind",), traits=("remoteness",), zero_filled=False,
    recast=("partner",),
)

MILESTONE_DUE = Mart(
    name="milestone_due", time="state", columns=("due", "on_time"), categories=("policy_instrument",), traits=("remoteness",), zero_filled=False,
    recast=("milestone",),
)

MILESTONE_PLACE = Mart(
    name="milestone_place", time="state", columns=("places", "without_delivery"), traits=("remoteness",), zero_filled=False,
    recast=("milestone",),
)

FACILITY_DIGITAL = Mart(
    name="facility_digital",
    time="state",
    columns=(
        "facilities", "has_device", "device_known", "is_connected", "network_known", "is_electronic", "system_known", "ready",
        "readiness_known",
    ),
    zero_filled=False,
)

ONLINE_MONTH = Mart(name="online_month", time="event", columns=("facility_months", "online_months"), zero_filled=False)

FACILITY_KIT = Mart(name="facility_kit", time="state", columns=("facilities", "complete"), zero_filled=False)

ASSET_UPTIME = Mart(
    name="asset_uptime", time="state", columns=("pieces", "asset_days", "working_days"), categories=("asset_kind",), zero_filled=False
)

STOCKOUT_MONTH = Mart(
    name="stockout_month", time="event", columns=("facility_months", "days_short"), zero_filled=False
)

AI_MONTH = Mart(
    name="ai_month",
    time="event",
    columns=("facility_months", "months_used", "readings", "readings_judged", "readings_accepted"),
    zero_filled=False,
)

SERVICE_REGISTER = Mart(
    name="service_register",
    time="state",
    columns=(
        "records_kept", "records_used", "records_of_users", "records_known", "use_known",
        "hypertension_registered", "hypertension_managed", "hypertension_measured", "hypertension_controlled",
        "hypertension_known", "hypertension_management_known", "hypertension_managed_known", "hypertension_control_known",
        "diabetes_registered", "diabetes_managed", "diabetes_measured", "diabetes_controlled",
        "diabetes_known", "diabetes_management_known", "diabetes_managed_known", "diabetes_control_known",
    ),
    zero_filled=False,
)

EDUCATION_WORK = Mart(
    name="education_work", time="flow", columns=("events", "attendances", "clinic_years", "events_known", "attendances_known"),
    zero_filled=False,
)

HONOUR_EVENT = Mart(
    name="honour_event",
    time="event",
    columns=("honours",),
    categories=(
        "staff_group", "sex", "age_band", "licence", "education", "title", "contract", "subsidised", "admin_level", "honour_kind",
    ),
    persons=True,
)

TALENT_STATE = Mart(name="talent_state", time="state", columns=("memberships",), categories=("admin_level",), persons=True)

TALENT_GIVEN = Mart(
    name="talent_given", time="event", columns=("benefits", "cash_yuan", "in_kind"), categories=("benefit_kind",), persons=True
)

POST_OFFER = Mart(name="post_offer", time="event", columns=("offers", "accepted"), categories=("staff_group",))

REPORTING_DUE = Mart(
    name="reporting_due", time="flow", columns=("due", "sent", "arrived", "arrived_on_time"), traits=(), zero_filled=False
)
