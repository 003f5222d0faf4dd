"""Who can reach care in time, and how much care reaches them."""

from pipelines.core.indicator import Indicator, Measure
from pipelines.core.text import Text

_RESIDENTS = Text("村（社区）常住人口，不是人员", "Residents of villages; no staff group")
_ROADS = Text("村（社区）名录与出行时间表（不用直线距离推算）；AccessMod", "Village lists and travel times as listed, never straight lines; AccessMod")
_JOURNEY = Text(
    "出行时间 = 村到承担服务的机构 + 该机构到乡镇卫生院、社区卫生服务中心或医院，取最快的一处",
    "Travel is from the village to the clinic that serves it, and on from there to a township or community health centre or a hospital, "
    "the fastest of them",
)
_NOW = Text(
    "名录和道路按现在的填报，用于各期；出行时间不明的村另列（出行时间不明占比），不当作可达或不可达",
    "Lists and roads are as they stand now, for every period; villages whose travel is unknown are apart (share unknown), neither within "
    "nor beyond",
)
_BREAKDOWNS = ("remoteness",)
_NEEDS = ("village",)
_SHORT = Text("短界限", "the shorter limit")
_LONG = Text("长界限", "the longer limit")
_OPEN = Text("通行季（或全年）", "open season (or all year)")
_HARD = Text("最难通行的季节（冰雪、封山、汛期，道路中断即不可达）", "hardest season (snow or rain; a closed road is beyond any limit)")


def _within(name: str, limit: Text, season: Text, where: tuple[str, str], brief: Text) -> Indicator:
    kept = (("season_view", (where[0],)), ("travel_limit", (where[1],)))
    return Indicator(
        name=name,
        title=Text(f"就医可达人口占比（{brief.zh}）", f"Population within reach of care ({brief.en})"),
        definition=Text(
            f"{season.zh}能在{limit.zh}内到达的村民 ÷ 出行时间已知的村民。{_JOURNEY.zh}；界限由站点设置 travel_minutes（默认 30、60 分钟）",
            f"Residents who get there within {limit.en} in the {season.en} ÷ residents whose travel is known. {_JOURNEY.en}; limits are "
            "the site setting "
            "travel_minutes (30 and 60 unless set)",
        ),
        unit="share", polarity="higher", kind="ratio", base=_RESIDENTS, source=_ROADS, needs=_NEEDS, caveat=_NOW,
        numerator=Measure(mart="village_reach", column="residents_within", where=kept),
        denominator=Measure(mart="village_reach", column="residents_known", where=kept),
        breakdowns=_BREAKDOWNS,
    )


POPULATION_WITHIN_SHORT = _within(
    "population_within_short", _SHORT, _OPEN, ("ordinary", "short"), Text("短界限，通行季", "shorter limit, open season")
)
POPULATION_WITHIN_LONG = _within(
    "population_within_long", _LONG, _OPEN, ("ordinary", "long"), Text("长界限，通行季", "longer limit, open season")
)
POPULATION_WITHIN_SHORT_HARDEST = _within(
    "population_within_short_hardest", _SHORT, _HARD, ("hardest", "short"), Text("短界限，最难季节", "shorter limit, hardest season")
)
POPULATION_WITHIN_LONG_HARDEST = _within(
    "population_within_long_hardest", _LONG, _HARD, ("hardest", "long"), Text("长界限，最难季节", "longer limit, hardest season")
)

POPULATION_TRAVEL_UNKNOWN = Indicator(
    name="population_travel_unknown",
    title=Text("出行时间不明的人口占比", "Population whose travel is unknown"),
    definition=Text(
        "通行季出行时间不明的村民 ÷ 全部村民（村人口已填的）",
        "Residents whose travel in the open season nobody wrote down ÷ all residents of villages whose people are counted",
    ),
    unit="share", polarity="lower", kind="ratio", base=_RESIDENTS, source=_ROADS, needs=_NEEDS,
    caveat=Text("占比高时，可达占比只代表已知的部分", "Where it is high, the shares within reach speak of the known part only"),
    numerator=Measure(mart="village_reach", column="residents_unknown", where=(("season_view", ("ordinary",)), ("travel_limit", ("long",)))),
    denominator=Measure(mart="village_reach", column="residents", where=(("season_view", ("ordinary",)), ("travel_limit", ("long",)))),
    breakdowns=_BREAKDOWNS,
)

_CUT_OFF = (("season_view", ("hardest",)), ("travel_limit", ("long",)))

VILLAGES_BEYOND_LONG = Indicator(
    name="villages_beyond_long",
    title=Text("就医超时的村", "Villages beyond reach of care"),
    definition=Text(
        f"在{_HARD.zh}超过{_LONG.zh}（默认 60 分钟）才能到达的村数。{_JOURNEY.zh}",
        f"Villages beyond {_LONG.en} (60 minutes unless set) in the {_HARD.en}. {_JOURNEY.en}",
    ),
    unit="village", polarity="lower", kind="count", base=_RESIDENTS, source=_ROADS, needs=_NEEDS, caveat=_NOW,
    numerator=Measure(mart="village_reach", column="villages_beyond", where=_CUT_OFF),
    breakdowns=_BREAKDOWNS,
)

POPULATION_BEYOND_LONG = Indicator(
    name="population_beyond_long",
    title=Text("就医超时的人口", "Population beyond reach of care"),
    definition=Text(
        f"在{_HARD.zh}超过{_LONG.zh}（默认 60 分钟）才能到达的村民人数。{_JOURNEY.zh}",
        f"Residents of villages beyond {_LONG.en} (60 minutes unless set) in the {_HARD.en}. {_JOURNEY.en}",
    ),
    unit="patient", polarity="lower", kind="count", base=_RESIDENTS, source=_ROADS, needs=_NEEDS, caveat=_NOW,
    numerator=Measure(mart="village_reach", column="residents_beyond", where=_CUT_OFF),
    breakdowns=_BREAKDOWNS,
)

SPATIAL_ACCESS = Indicator(
    name="spatial_access",
    title=Text("空间可及性（E2SFCA）", "Spatial access (E2SFCA)"),
    definition=Text(
        "改进的两步移动搜索法：每个机构的医生按其服务范围内村民（近者权重大：1、0.68、0.22）分给各村，再按村民人数平均，乘 1,000。"
        "范围取站点 travel_minutes 中该村能到达任一机构的最短一档，够不到则取最长一档，等分三段；按通行季道路",
        "Enhanced two-step floating catchment area: the doctors of each facility are shared among the residents of its catchment, nearer "
        "ones weighing more "
        "(1, 0.68, 0.22), then averaged over residents, × 1,000. The catchment is the shortest of the site's travel_minutes within which "
        "the village "
        "reaches any facility, else the longest, in three equal zones; open season",
    ),
    unit="fte_per_1000", polarity="higher", kind="ratio",
    base=Text("乡村医生与乡镇（社区）医生，按全时当量", "Village doctors and township doctors, in full-time equivalents"),
    source=Text("Luo 与 Qi 2009；可变范围 McGrail 2012", "Luo and Qi 2009; variable catchment McGrail 2012"),
    needs=("employment", "roster", "workforce_return"),
    caveat=Text(
        "服务范围跨界，本地人口可由外地医生服务；需求重复计算可能高估（Páez 2019）；名录与道路按现在的填报",
        "Catchments cross borders: doctors elsewhere serve people here. Demand counted at several facilities inflates it (Páez 2019). "
        "Lists and roads are as they stand now",
    ),
    numerator=Measure(mart="access_supply", column="fte", base="rural_doctors"),
    denominator=Measure(mart="access_demand", column="residents"),
    scale=1000, breakdowns=("staff_group", "remoteness"), chance="numerator",
)

COVERAGE_BY_CAPACITY = Indicator(
    name="coverage_by_capacity",
    title=Text("能力限制下的服务覆盖", "Coverage limited by capacity"),
    definition=Text(
        "机构满员即不再接纳、就近优先时，长界限（默认 60 分钟）内得到服务的村民 ÷ 出行时间与机构能力已知的村民；机构能力 = 年末医生全时当量 ÷ 站点的每千人口医生数标准；按通行季道路",
        "Residents served within the longer limit (60 minutes unless set) when the nearest come first and no facility takes more than it "
        "can ÷ residents whose "
        "travel and facilities are known. Capacity is doctors' full-time equivalents at the end of the year ÷ the site's norm of doctors "
        "per 1,000; open season",
    ),
    unit="share", polarity="higher", kind="statistic", base=_RESIDENTS,
    source=Text("AccessMod 地理覆盖（Ray 与 Ebener 2008）", "AccessMod geographic coverage (Ray and Ebener 2008)"), needs=_NEEDS,
    caveat=Text(
        "各级分别计算，不能由下级相加；先到先得不是最优分配；站点没有设每千人口医生数标准则不计算",
        "Computed afresh at each level; nearest first is not the best allocation; not computed where the site sets no norm of doctors per "
        "1,000",
    ),
    rows=Measure(
        mart="capacity_year", column="residents", also=("village_code", "facility_code", "minutes", "capacity", "travel_limit")
    ),
    statistic="coverage_by_capacity", additive=False, breakdowns=_BREAKDOWNS, yearly=True, chance="untold",
)
