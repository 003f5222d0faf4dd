"""Service agreements: years promised, and what became of them."""

from pipelines.columns import (
    APPLICATION_ID,
    COUNTY_BUREAU,
    EMPLOYER_CODE,
    ENTRY_ROUTE,
    PERSON_COLUMNS,
    SCHEME_ID,
)
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Doubt, Reference, Sheet, Wanted
from pipelines.core.text import Text


def _money(name: str, zh: str, en: str, headers: tuple[str, ...]) -> Column:
    return Column(name=name, kind="money", title=Text(zh, en), headers=headers, unit="yuan", minimum=0, example="")


AGREEMENT = Dataset(
    name="agreement",
    title=Text("服务协议", "Service agreements"),
    grain=Text("一行是一份服务协议", "One row is a service agreement"),
    key=("agreement_id",),
    place="facility_code",
    period="none",
    topic="money",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "整表报送，已履行完毕和违约的也保留。协议截止日期按协议填写；提前离岗的另填违约日期",
        "Sent whole; fulfilled and breached agreements stay in the list. The last day is the one agreed; whoever left before it "
        "has a day of breach",
    ),
    required=("agreement_id", "facility_code", "agreed_from", "agreement_status"),
    in_order=(("agreed_from", "agreed_to"), ("agreed_from", "breach_on"), ("breach_on", "repaid_on")),
    references=(
        Reference("facility_code", "facility", "facility_code"),
        Reference("scheme_id", "subsidy_scheme", "scheme_id"),
    ),
    columns=(
        Column(
            name="agreement_id", kind="code", title=Text("协议编号", "Agreement number"), headers=("服务协议编号",), example="XY2023-001"
        ),
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        SCHEME_ID,
        APPLICATION_ID,
        ENTRY_ROUTE,
        Column(
            name="agreed_from", kind="date", title=Text("协议起始日期", "Agreed from"), headers=("协议开始日期", "服务起始日期"),
            example="2023-07-01",
        ),
        Column(
            name="agreed_years", kind="number", title=Text("协议年限", "Years agreed"), headers=("服务年限", "约定服务年限"), unit="year",
            minimum=0, maximum=60, example="5",
        ),
        Column(
            name="agreed_to", kind="date", title=Text("协议截止日期", "Agreed to"), headers=("协议到期日期", "服务截止日期"),
            example="2028-06-30",
        ),
        Column(name="is_full_time", kind="boolean", title=Text("是否全职在岗", "Full time"), headers=("全职在岗",), example="是"),
        Column(
            name="agreement_status", kind="text", title=Text("协议状态", "State of the agreement"), headers=("履行情况",),
            codelist="agreement_status", example="履行中",
        ),
        Column(name="breach_on", kind="date", title=Text("违约日期", "Breached on"), headers=("违约离岗日期",), example=""),
        _money("repay_due_yuan", "应退还金额", "To be repaid", ("应退金额", "应退回金额")),
        _money("repaid_yuan", "已退还金额", "Repaid", ("已退金额", "已退回金额")),
        Column(name="repaid_on", kind="date", title=Text("退还日期", "Repaid on"), headers=("退回日期",), example=""),
    ),
    sheets=(
        Sheet(
            name="agreements", title=Text("服务协议台账", "Register of service agreements"),
            signature=("agreement_id", "id_number", "agreed_from", "agreement_status"),
        ),
    ),
    wanted=(Wanted("agreed_years"), Wanted("agreed_to"), Wanted("breach_on", given="agreement_status", among=("breached",))),
    doubts=(
        Doubt(
            name="breach_without_day", column="breach_on",
            condition="case when agreement_status = 'breached' then breach_on is null end",
            title=Text("违约没有违约日期", "Breaches without a day"),
            reason=Text("协议状态是违约，却没有违约日期", "the agreement is breached, and no day of breach is given"),
            remedy=Text(
                "违约需要违约日期，否则这份违约计不到任何一年；请补填",
                "give the day: without it the breach can be counted in no year",
            ),
        ),
        Doubt(
            name="years_against_days", column="agreed_years",
            condition="abs(date_diff('day', agreed_from, agreed_to) / 365.25 - agreed_years) > 1",
            title=Text("协议年限与起止日期不符", "Years that are not those between the days"),
            reason=Text("协议年限与起止日期相差一年以上", "the years agreed differ by more than one from those between the two days"),
            remedy=Text("请核对年限和起止日期", "check the years and the two days"),
        ),
        Doubt(
            name="repaid_above_due", column="repaid_yuan", condition="repaid_yuan > repay_due_yuan + 1",
            title=Text("已退还大于应退还", "More repaid than due"), reason=Text("已退还金额大于应退还金额", "more was repaid than is to be repaid"),
            remedy=Text("请核对两个金额", "check both amounts"),
        ),
    ),
)
