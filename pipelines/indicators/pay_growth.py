"""How pay grows: the headline, and what it is made of."""

from pipelines.core.indicator import PEOPLE, Indicator
from pipelines.core.text import Text
from pipelines.indicators.pay import PART_YEAR

_DOCTORS = Text("乡村医生与乡镇（社区）医生", "Village doctors and township doctors")
_SOURCE = Text("薪酬台账（常规项目；应急专项补贴不计）", "Pay ledger (ordinary components; emergency payments left out)")
_ONE_BASE = Text(
    f"{PART_YEAR.zh}；两年指数的基期不同、又没有逐年环比（上年=100）衔接的，不相比，不可估计",
    f"{PART_YEAR.en}. Where the indices of the two years have different bases that no series on the year before links, they are not "
    "compared and nothing is estimated",
)
_PRICED = Text("薪酬台账与站点所选的价格指数", "Pay ledger and the price index the site has chosen")
_PARTS = Text(
    "以上年人均总收入（含应急专项补贴）为分母；人员构成、津补贴、物价、其余实际增长、应急专项补贴五部分之和等于总收入增长。"
    "其中津补贴、物价、其余实际增长之和为同一批人的增长",
    "Divided by last year's mean of all pay, emergency payments included: the parts of composition, allowances, prices, the rest, and emergency "
    "payments add up to the growth of all pay. Allowances, prices and the rest together are the growth of the same persons",
)


def _growth(name: str, title: Text, definition: Text, source: Text = _SOURCE, caveat: Text = PART_YEAR, interval: bool = True) -> Indicator:
    return Indicator(
        name=name, title=title, definition=definition, unit="share", polarity="higher", kind="statistic", base=_DOCTORS, source=source,
        needs=("pay",), caveat=caveat, statistic=name, interval="log_ratio" if interval else "none", additive=False, breakdowns=PEOPLE,
        yearly=True, against=("price_index",) if source is _PRICED else (),
    )


def _part(name: str, title: Text, definition: Text, source: Text = _SOURCE) -> Indicator:
    return _growth(name, title, definition, source, _PARTS, interval=False)


PAY_GROWTH_NOMINAL = _growth(
    "pay_growth_nominal", Text("人均年收入名义增长", "Growth of mean pay, nominal"),
    Text(
        "本年人均年收入 ÷ 上年人均年收入 − 1；人员构成变化也在其中（分子、分母为两年均值）",
        "Mean annual pay ÷ that of the year before − 1; changes in who is paid are in it (numerator and denominator are the two means)",
    ),
)

PAY_GROWTH_REAL = _growth(
    "pay_growth_real", Text("人均年收入实际增长", "Growth of mean pay, real"),
    Text(
        "（1 + 名义增长）÷ 价格指数之比 − 1；价格指数为站点所选地区的，未选时为最近上级的，没有则为全国的；"
        "分子、分母为按站点所选基年（未选时为上年）价格的两年均值",
        "(1 + nominal growth) ÷ ratio of price indices − 1; the index is that of the place the site has chosen, else of the nearest place above, "
        "else the national one; numerator and denominator are the two means in prices of the site's base year (else of the year before)",
    ),
    _PRICED, caveat=_ONE_BASE,
)

PAY_GROWTH_ADJUSTED = _growth(
    "pay_growth_adjusted", Text("人均年收入增长（构成不变）", "Growth of mean pay, composition held"),
    Text(
        "按人员类别、执业资格和职称级别分组，各组本年与上年的人均年收入都以上年人数加权后相除 − 1；只有一年有人的组不计",
        "Mean pay of this year and the last by staff group, licence and level of title, both weighted by last year's persons, divided, − 1; "
        "groups with persons in one year only are left out",
    ),
    caveat=Text("同一组内的人仍可能换过；小地方的组很小，区间很宽", "Who is in a group may still change; in a small place groups are small and limits wide"),
)

PAY_GROWTH_SAME_PERSON = Indicator(
    name="pay_growth_same_person",
    title=Text("同一批人年收入增长", "Growth of pay, same persons"),
    definition=Text(
        "两年均有收入且均属本口径人员者的个人增长率中位数；区间为精确次序统计量区间",
        "Median of individual growth among those paid and counted in both years, with exact order-statistic limits",
    ),
    unit="share", polarity="higher", kind="statistic", base=_DOCTORS, source=_SOURCE, needs=("pay",), caveat=PART_YEAR,
    statistic="pay_growth_same_person", interval="order_statistic", additive=False, breakdowns=PEOPLE, yearly=True,
)

PAY_GROWTH_TOTAL = _growth(
    "pay_growth_total", Text("人均总收入增长（含应急专项补贴）", "Growth of mean pay, emergency payments included"),
    Text(
        "（本年人均年收入 + 人均应急专项补贴）÷ 上年的同一数 − 1；应急专项补贴按实发，不折算全年",
        "(Mean annual pay + emergency payments a person) ÷ the same of the year before − 1; emergency payments as paid, not annualised",
    ),
    caveat=_PARTS,
)

PAY_GROWTH_COMPOSITION = _part(
    "pay_growth_composition", Text("总收入增长中：人员构成变化", "Growth of pay: of it, who is paid"),
    Text(
        "人均年收入的增加额减去两年均在本地区领薪者的人均增加额，÷ 上年人均总收入：进、出人员的收入与留任者不同造成的部分",
        "Rise of mean pay less that of those paid here in both years, ÷ last year's mean of all pay: what comes of joiners and leavers being paid "
        "otherwise than those who stayed",
    ),
)

PAY_GROWTH_SUBSIDY = _part(
    "pay_growth_subsidy", Text("总收入增长中：津补贴", "Growth of pay: of it, allowances"),
    Text(
        "两年均在本地区领薪者人均岗位津贴、边远津贴和其他补贴的增加额 ÷ 上年人均总收入；其中只报合计、没有分项的人超过 5% 时不可估计",
        "Rise of post, remote-area and other allowances of those paid here in both years ÷ last year's mean of all pay; not estimable where more "
        "than 5% of them are told by a total alone",
    ),
)

PAY_GROWTH_PRICES = _part(
    "pay_growth_prices", Text("总收入增长中：物价", "Growth of pay: of it, prices"),
    Text(
        "两年均在本地区领薪者上年人均年收入 ×（价格指数之比 − 1）÷ 上年人均总收入：只为跟上物价所需的部分",
        "Last year's mean pay of those paid here in both years × (ratio of price indices − 1) ÷ last year's mean of all pay: what only keeps pace "
        "with prices",
    ),
    _PRICED,
)

PAY_GROWTH_REST = _part(
    "pay_growth_rest", Text("总收入增长中：其余实际增长", "Growth of pay: of it, the real rest"),
    Text(
        "两年均在本地区领薪者人均年收入的增加额，减去津补贴和物价两部分，÷ 上年人均总收入",
        "Rise of mean pay of those paid here in both years less the parts of allowances and of prices, ÷ last year's mean of all pay",
    ),
    _PRICED,
)

PAY_GROWTH_EMERGENCY = _part(
    "pay_growth_emergency", Text("总收入增长中：应急专项补贴", "Growth of pay: of it, emergency payments"),
    Text(
        "人均应急专项补贴的增加额 ÷ 上年人均总收入；一次性发放的次年会回落",
        "Rise of emergency payments a person ÷ last year's mean of all pay; what is paid once falls away the year after",
    ),
)
