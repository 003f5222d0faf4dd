"""Do the honoured and the talented stay? Survival in post from an award, and from joining a talent scheme."""

from pipelines.core.indicator import PLACES, Indicator
from pipelines.core.text import Text

_RUSSELL = Text("Kaplan-Meier 1958；留任的口径同 Russell 等 2013", "Kaplan and Meier 1958; retention as in Russell et al. 2013")
_SELECTED = Text(
    "获选者本非随机，不能据此说{0}留住了人；一人多次的以第一次为准；当日不在本地区岗位上的不计",
    "The chosen are not chosen by lot: it does not say that {1} keeps people. Of several the first "
    "counts; who was not in post in the region on the day is left out",
)


def _stay(name: str, title: Text, event: Text, needs: str, origin: str) -> Indicator:
    return Indicator(
        name=name,
        title=title,
        definition=Text(
            f"{event.zh} t 时间后仍在本地区在岗的概率 S(t)（Kaplan-Meier）；分子为离岗人次，分母为该时点的在险人数，n 为纳入人次",
            f"Probability of being in post in the region t after {event.en} (Kaplan-Meier). Numerator: exits; "
            "denominator: persons at risk at that time; "
            "n: persons followed",
        ),
        unit="share", polarity="higher", kind="survival", source=_RUSSELL, needs=(needs,),
        base=Text(f"{event.zh}当日在本地区在岗的乡村医生与乡镇（社区）医生", f"Village and township doctors in post in the region on the day of {event.en}"),
        caveat=Text(_SELECTED.zh.format(event.zh, event.en), _SELECTED.en.format(event.zh, event.en)), origin=origin,
        statistic="kaplan_meier", meaning="staying", interval="greenwood_loglog", additive=False, breakdowns=("staff_group", "sex", *PLACES),
    )  # fmt: skip


SURVIVAL_AFTER_HONOUR = _stay(
    "survival_after_honour", Text("受表彰后留任曲线", "Survival in post after an honour"), Text("首次受表彰", "the first honour"), "honour", "first_honour"
)
SURVIVAL_OF_TALENT_MEMBERS = _stay(
    "survival_of_talent_members", Text("人才入选后留任曲线", "Survival in post of talent members"), Text("首次入选人才计划", "joining a talent scheme"),
    "talent_member", "talent_entry",
)
