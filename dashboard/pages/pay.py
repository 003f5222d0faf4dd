"""薪酬: what is earned, whether it grows, and for whom."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

PAY = Page(
    name="pay",
    path="/pay",
    order=40,
    title=Text("薪酬", "Pay"),
    question=Text("挣多少、涨没涨、是谁在涨？", "What do they earn, does it grow, and for whom?"),
    headline=(
        "median_pay", "pay_growth_nominal", "pay_growth_real", "pay_growth_same_person", "payment_total",
        "payment_per_patient",
    ),
    cards=(
        Card(
            name="pay_trend",
            kind="trend",
            title=Text("年收入中位数", "Median annual pay"),
            indicators=("median_pay",),
            span=6,
        ),
        Card(
            name="pay_growth",
            kind="trend",
            title=Text("薪酬增长：名义、实际与同一批人", "Pay growth: nominal, real and same people"),
            indicators=("pay_growth_nominal", "pay_growth_real", "pay_growth_same_person"),
            span=6,
        ),
        Card(
            name="pay_map",
            kind="map",
            title=Text("年收入中位数", "Median annual pay"),
            indicators=("median_pay",),
            scope="units",
            span=6,
        ),
        Card(
            name="pay_distribution",
            kind="distribution",
            title=Text("各地收入的分布", "How pay is spread"),
            indicators=("median_pay",),
            scope="units",
            span=6,
        ),
        Card(
            name="payment_streams",
            kind="trend",
            title=Text("拨付机构的资金：按款项", "Payments to facilities by stream"),
            indicators=("payment",),
            by="payment_stream",
            span=6,
        ),
        Card(
            name="income_rurality",
            kind="trend",
            title=Text("公布的平均收入：按城乡", "Published mean income by rurality"),
            indicators=("mean_income",),
            by="rurality",
            span=6,
        ),
        Card(
            name="pay_table",
            kind="table",
            title=Text("下级地区一览", "The places below, side by side"),
            indicators=("median_pay", "pay_growth_nominal", "pay_growth_same_person", "payment_per_patient"),
            scope="children",
            span=12,
        ),
    ),
)
