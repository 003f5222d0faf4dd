"""薪酬: what is earned, whether it grows, of what, and for whom."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

PAY = Page(
    name="pay",
    path="/pay",
    order=40,
    title=Text("薪酬", "Pay"),
    question=Text("挣多少、涨没涨、是谁在涨？", "What do they earn, does it grow, and for whom?"),
    headline=(
        "median_pay", "pay_growth_total", "pay_growth_same_person", "pay_growth_real", "pay_arrears", "pension_coverage",
    ),
    otherwise=("payment_per_patient", "payment", "mean_income"),
    cards=(
        Card(
            name="growth_parts",
            kind="growth_parts",
            title=Text("人均收入增长从何而来", "Where the growth of mean pay comes from"),
            span=6,
        ),
        Card(
            name="pay_growth",
            kind="trend",
            title=Text("名义、实际与同一批人的增长", "Growth: nominal, real and of the same people"),
            indicators=("pay_growth_nominal", "pay_growth_real", "pay_growth_same_person"),
            span=6,
        ),
        Card(
            name="pay_components",
            kind="pay_components",
            title=Text("收入由哪些项目构成", "What pay consists of"),
            span=6,
        ),
        Card(
            name="pay_gaps",
            kind="forest",
            title=Text("收入差距：未调整与同条件比较", "Pay gaps, raw and between like people"),
            indicators=(
                "pay_gap_sex", "pay_gap_sex_adjusted", "pay_gap_contract", "pay_gap_contract_adjusted", "pay_gap_licence",
                "pay_gap_licence_adjusted",
            ),
            span=6,
        ),
        Card(
            name="pay_distribution",
            kind="percentiles",
            title=Text("年收入分布：按边远程度", "How annual pay is spread: by remoteness"),
            indicators=("median_pay", "pay_p10", "pay_p25", "pay_p75", "pay_p90", "pay_p90_p10"),
            by="remoteness",
            span=8,
        ),
        Card(
            name="pay_remoteness",
            kind="forest",
            title=Text("年收入中位数：按边远程度", "Median annual pay by remoteness"),
            whole=Text("年收入中位数", "Median annual pay"),
            indicators=("median_pay",),
            by="remoteness",
            span=4,
        ),
        Card(
            name="pension",
            kind="forest",
            title=Text("养老保险参保率：按用工形式", "Pension coverage by contract"),
            whole=Text("养老保险参保率", "Pension coverage"),
            indicators=("pension_coverage",),
            by="contract",
            span=4,
        ),
        Card(
            name="relative_pay",
            kind="forest",
            title=Text("与其他收入相比", "Pay beside what others earn"),
            indicators=(
                "relative_pay_rural_income", "relative_pay_urban_wage", "relative_pay_health_wage", "relative_pay_county_doctor",
            ),
            span=6,
        ),
        Card(
            name="arrears",
            kind="ranking",
            title=Text("拖欠金额排名", "Places by pay in arrears"),
            indicators=("pay_arrears",),
            scope="units",
            span=6,
        ),
        Card(
            name="pay_table",
            kind="table",
            title=Text("下级地区一览", "The places below, side by side"),
            indicators=("median_pay", "pay_p90_p10", "pay_growth_total", "pay_growth_same_person", "pay_arrears", "pay_arrears_months",
                        "pension_coverage"),
            scope="children",
            span=12,
        ),
        Card(
            name="payment_streams",
            kind="bars",
            title=Text("拨付机构的资金：按款项", "Payments to facilities by stream"),
            whole=Text("拨付机构的资金", "Payments to facilities"),
            indicators=("payment",),
            by="payment_stream",
            over="years",
            span=6,
        ),
        Card(
            name="income_rurality",
            kind="trend",
            title=Text("公布的合伙全科医生收入：按城乡", "Published income of contractor GPs by rurality"),
            whole=Text("公布的合伙全科医生收入", "Published income of contractor GPs"),
            indicators=("mean_income",),
            by="rurality",
            span=6,
        ),
    ),
)
