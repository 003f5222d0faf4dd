"""Who leaves for what reason, how many come anew, and what a change of the headcount is made of."""

from pipelines.core.indicator import PEOPLE, Indicator
from pipelines.core.text import Text

_DOCTORS = Text(
    "乡村医生与乡镇（社区）医生的主要岗位；在本地区内换岗不算离岗",
    "Main posts of village and township doctors; a move inside the region is no exit from it",
)
_NEEDS = ("employment", "roster")
_NHWA = Text(
    "世界卫生组织《国家卫生人力账户手册》第 5 模块（自愿与非自愿退出分别监测）",
    "WHO, National Health Workforce Accounts handbook, module 5 (voluntary and involuntary exits are both monitored)",
)


def _exits(name: str, title: Text, who: Text, reasons: tuple[str, ...], caveat: Text) -> Indicator:
    return Indicator(
        name=name,
        title=title,
        definition=Text(
            f"期内{who.zh}的人数 ÷ 期初（前一日）与期末在岗人数的平均；只按 12 个月计",
            f"Persons who {who.en} in the period ÷ mean of headcount on the day before it and at its end; 12-month periods only",
        ),
        unit="share", polarity="neutral" if name in _NO_DIRECTION else "lower", kind="flow", base=_DOCTORS, source=_NHWA, needs=_NEEDS,
        caveat=Text(f"{caveat.zh}；各级分别由任职记录计算，不能由下级相加", f"{caveat.en}. Computed from spells at each level; not a sum of the parts"),
        statistic="exit_rate", reasons=reasons, interval="byar", additive=False, breakdowns=(*PEOPLE, "hardship"), yearly=True, accumulates=True,
    )  # fmt: skip


_NO_DIRECTION = ("retirement_rate", "promotion_out_rate", "transfer_out_rate", "death_rate")

VOLUNTARY_EXIT_RATE = _exits(
    "voluntary_exit_rate", Text("自愿离岗率", "Voluntary exit rate"), Text("辞职或合同到期未续", "resigned or let their contract run out"),
    ("resigned", "contract_ended"),
    Text("本口径：辞职与合同到期合计（到期未续由哪一方决定没有记录）；退休、死亡、调动、选拔调离另列", "As chosen here: resignations and contracts that ran out "
         "(who decided not to renew is not recorded); retirement, death, transfer and promotion stand apart"),
)
INVOLUNTARY_EXIT_RATE = _exits(
    "involuntary_exit_rate", Text("非自愿离岗率", "Involuntary exit rate"), Text("被解聘", "were dismissed"), ("dismissed",),
    Text("本口径：只计解聘；退休、死亡、调动、选拔调离另列", "As chosen here: dismissals only; retirement, death, transfer and promotion stand apart"),
)
RESIGNATION_RATE = _exits(
    "resignation_rate", Text("辞职率", "Resignation rate"), Text("辞职", "resigned"), ("resigned",),
    Text("原因按离岗记录所填", "The reason is the one recorded"),
)
RETIREMENT_RATE = _exits(
    "retirement_rate", Text("退休离岗率", "Retirement rate"), Text("退休", "retired"), ("retired",),
    Text("乡村医生常在到龄后继续执业，以实际离岗为准", "Village doctors often work on past the age: what counts is that they left"),
)
CONTRACT_END_RATE = _exits(
    "contract_end_rate", Text("合同到期离岗率", "Rate of contracts ended"), Text("因合同到期离岗", "left when their contract ended"), ("contract_ended",),
    Text("续签者不在其中", "Whoever renewed is not among them"),
)
PROMOTION_OUT_RATE = _exits(
    "promotion_out_rate", Text("选拔调离率", "Rate of promotion out"), Text("被选拔调离本地区", "were promoted out of the region"), ("promoted_out",),
    Text("选拔到本地区内其他机构的不算离开本地区", "Promotion to another facility of the region is no exit from it"),
)
TRANSFER_OUT_RATE = _exits(
    "transfer_out_rate", Text("调出率", "Rate of transfer out"), Text("调往本地区以外、仍在系统内", "moved out of the region within the system"),
    ("transferred",),
    Text("乡镇之间的调动计入乡镇，不计入所属县；未填原因而随即在他处在岗的也算调动",
         "A move between townships counts for the township, not for their county; so does an end without a reason after which "
         "the person is in post elsewhere"),
)
UNEXPLAINED_EXIT_RATE = _exits(
    "unexplained_exit_rate", Text("原因不详离岗率", "Rate of exits without a reason"), Text("离岗而原因不详", "left for a reason not recorded"), ("unknown",),
    Text("此率高时，各原因离岗率均偏低", "Where it is high, the rates of all reasons are too low"),
)
DEATH_RATE = _exits(
    "death_rate", Text("在岗死亡率", "Rate of death in post"), Text("在岗死亡", "died in post"), ("died",),
    Text("不计入离岗率；未按年龄标准化", "No part of the leaver rate; not standardised for age"),
)

REPLENISHMENT_RATE = Indicator(
    name="replenishment_rate",
    title=Text("补充率", "Replenishment rate"),
    definition=Text(
        "期内新进人数（此前 31 天内不在系统内其他岗位）÷ 期末在岗人数；只按 12 个月计",
        "Persons new to the system in the period (no other post in the 31 days before) ÷ headcount at its end; 12-month periods only",
    ),
    unit="share", polarity="higher", kind="flow", base=_DOCTORS, needs=_NEEDS,
    source=Text("世界卫生组织《国家卫生人力账户手册》第 5 模块", "WHO, National Health Workforce Accounts handbook, module 5"),
    caveat=Text(
        "本口径以期末存量为分母；调入与身份转入不计，故低于到岗率",
        "As chosen here the stock is that at the end of the period. Transfers in and reclassification are left out, so it is below the joiner rate",
    ),
    statistic="replenishment_rate", interval="byar", additive=False, breakdowns=(*PEOPLE, "hardship"), yearly=True, accumulates=True,
)

HEADCOUNT_CHANGE = Indicator(
    name="headcount_change",
    title=Text("在岗人数增减", "Change of the headcount"),
    definition=Text(
        "期末在岗人数 − 期初（前一日）在岗人数；按变动方式分：新进、调入、身份转入为正，离岗、调出、身份转出、死亡为负，各项之和即增减数；"
        "分母为期初人数，n 为变动人次",
        "Headcount at the end of the period less that on the day before it. By movement: joined, transferred in and reclassified in are "
        "above zero, left, transferred out, reclassified out and died below; they add up to the change exactly. Denominator: "
        "headcount before; n: moves",
    ),
    unit="person", polarity="higher", kind="flow", base=_DOCTORS, needs=_NEEDS,
    source=Text("流入与流出分解：BMC Health Services Research（PMC1448525）的论证", "Inflow and outflow apart, as argued in PMC1448525"),
    caveat=Text(
        "各级分别计算：乡镇间调动在乡镇为调入、调出，在县内不出现；同一人期内进出各计一次",
        "Worked out at each level: a move between townships is a transfer of both and none of their county; "
        "who comes and goes within the period counts both ways",
    ),
    statistic="headcount_change", additive=False, breakdowns=("movement", *PEOPLE, "hardship"), chance="untold", accumulates=True,
)
