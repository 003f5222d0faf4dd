"""How far apart groups are paid, raw and for like people, side by side."""

from pipelines.core.indicator import Indicator, Measure, without
from pipelines.core.text import Text
from pipelines.indicators.pay import PART_YEAR

_DOCTORS = Text("乡村医生与乡镇（社区）医生", "Village doctors and township doctors")
_SOURCE = Text("世界卫生组织《国家卫生人力账户手册》（性别收入差距）；薪酬台账", "WHO, National Health Workforce Accounts handbook (gender wage gap); pay ledger")
_MINCER = Text("Mincer 1974；White 1980（稳健标准误 HC1）；薪酬台账", "Mincer (1974); White (1980), robust HC1 standard errors; pay ledger")
_LIKE = ("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "remoteness_class")


def _raw(column: str, title: Text, first: Text, second: Text) -> Indicator:
    return Indicator(
        name=f"pay_gap_{column}",
        title=title,
        definition=Text(
            "（{first}的人均年收入 − {second}的）÷ {first}的人均年收入；正数表示{second}较低",
            "(Mean annual pay of {first} − that of {second}) ÷ that of {first}; above zero {second} are paid less",
        ).format(first=first, second=second),
        unit="share", polarity="lower", kind="statistic", base=_DOCTORS, source=_SOURCE, needs=("pay",),
        caveat=Text("未比较岗位、资格是否相当，须与调整后的差距并列看。{more}",
                    "Nothing is said of whether the work is alike: read it beside the adjusted gap. {more}").format(more=PART_YEAR),
        rows=Measure(mart="person_pay_year", column="annual_yuan", also=(column,), base="rural_doctors"),
        statistic=f"pay_gap_{column}", interval="log_ratio", additive=False, breakdowns=without(column), yearly=True,
    )


def _adjusted(column: str, title: Text, first: Text, second: Text) -> Indicator:
    return Indicator(
        name=f"pay_gap_{column}_adjusted",
        title=title,
        definition=Text(
            "对数年收入的回归中，{second}相对{first}的差距 1 − exp(b)，其他条件（人员类别、性别、年龄段、资格、学历、职称、用工形式、边远类别）相同；"
            "每组至少 10 人，且人数不少于变量数的两倍，否则不可估计",
            "1 − exp(b), b the coefficient of {second} against {first} in a regression of log annual pay, for the same staff group, sex, age band, "
            "licence, education, title, contract and remoteness; not estimable below 10 persons of either, or below two persons a regressor",
        ).format(first=first, second=second),
        unit="share", polarity="lower", kind="statistic", base=_DOCTORS, source=_MINCER, needs=("pay",),
        caveat=Text(
            "调整后的差距不等于不公平的部分：职称、岗位等条件本身也可能不平等。两组人没有任何共同条件时（如乡村医生一律编外、乡镇医生一律在编）"
            "无从比较，不可估计。{more}",
            "The adjusted gap is not the unjust part: title and post may themselves be unequal. Where the two have nobody alike (all village "
            "doctors without, all township doctors with an established post) there is nothing to compare, and it is not estimable. {more}",
        ).format(more=PART_YEAR),
        rows=Measure(
            mart="person_pay_year", column="annual_yuan", also=(column, *(name for name in _LIKE if name != column)), base="rural_doctors",
        ),
        statistic=f"pay_gap_{column}_adjusted", interval="robust", additive=False, breakdowns=without(column), yearly=True,
    )


_MEN, _WOMEN = Text("男性", "men"), Text("女性", "women")
_ESTABLISHED, _OTHERS = Text("在编（含县管乡用）人员", "holders of established posts"), Text("编外人员", "others")
_LICENSED, _UNLICENSED = Text("执业（助理）医师", "licensed physicians and assistants"), Text("未取得执业（助理）医师资格者", "those without such a licence")

PAY_GAP_SEX = _raw("sex", Text("男女收入差距", "Pay gap by sex"), _MEN, _WOMEN)
PAY_GAP_SEX_ADJUSTED = _adjusted("sex", Text("男女收入差距（调整后）", "Pay gap by sex, adjusted"), _MEN, _WOMEN)
PAY_GAP_CONTRACT = _raw("contract", Text("编内外收入差距", "Pay gap by contract"), _ESTABLISHED, _OTHERS)
PAY_GAP_CONTRACT_ADJUSTED = _adjusted("contract", Text("编内外收入差距（调整后）", "Pay gap by contract, adjusted"), _ESTABLISHED, _OTHERS)
PAY_GAP_LICENCE = _raw("licence", Text("不同资格收入差距", "Pay gap by licence class"), _LICENSED, _UNLICENSED)
PAY_GAP_LICENCE_ADJUSTED = _adjusted(
    "licence", Text("不同资格收入差距（调整后）", "Pay gap by licence class, adjusted"), _LICENSED, _UNLICENSED
)
