"""Can what came be right?"""

from pipelines.core.rule import Rule
from pipelines.core.text import Text

ROWS_KEPT_OUT = Rule(
    name="rows_kept_out",
    dimension="correctness",
    title=Text("有行未入库", "Rows kept out"),
    definition=Text("报送的行全部入库即通过（重复行和按规则略去的行不算）", "Passed when no row that was sent is kept out; duplicates and rows ignored by rule do not count."),
    detail=Text("{checked} 行中有 {found} 行未入库", "{found} of {checked} rows are kept out"),
    remedy=Text("请改正后重新报送", "correct them and send the sheet again"),
)
TWO_MAIN_POSTS = Rule(
    name="two_main_posts",
    dimension="correctness",
    title=Text("同一天有两个主要岗位", "Two main posts on one day"),
    definition=Text("花名册上没有人在另一机构也列为主要岗位即通过", "Passed when nobody on the roster has a main post at another facility on the same day."),
    detail=Text("{checked} 人中有 {found} 人当天在别处也是主要岗位", "{found} of {checked} people have another main post that day"),
    remedy=Text("请核对人员在哪里任职", "check where they work"),
)
NUMBER_MISSING = Rule(
    name="number_missing",
    dimension="correctness",
    title=Text("没有身份证号", "No ID number"),
    definition=Text(
        "花名册、任职记录上的人员（以及只见于薪酬台账的收款人）都有身份证号，或按姓名、出生日期和机构能对上有身份证号的人，即通过；"
        "对不上的各计为一人",
        "Passed when everybody on the roster, in a spell, or paid and on neither, came with an ID number or is, by name, birth date and "
        "facility, somebody who did. Each of the others counts as one more person.",
    ),
    detail=Text(
        "{found} 人没有身份证号，按姓名、出生日期和机构也对不上已有的人，各另计为一人",
        "without an ID number and by name, birth date and facility nobody on record: {found}, each counted as one more person",
    ),
    remedy=Text(
        "请补填身份证号后重新报送；本人确实没有的，请填出生日期并说明原因",
        "fill in the ID numbers and send the sheet again; for somebody who has none write the birth date and say why",
    ),
)
SPELLS_OVERLAP = Rule(
    name="spells_overlap",
    dimension="correctness",
    title=Text("任职时间重叠", "Overlapping spells"),
    definition=Text(
        "主要岗位的任职时间与同一人的另一段重叠不超过一天即通过",
        "Passed when no main spell overlaps another of the same person by more than the day of handing over.",
    ),
    detail=Text("{checked} 段任职中有 {found} 段与同一人的另一段重叠", "{found} of {checked} spells overlap another of the same person"),
    remedy=Text("请核对到岗与离岗日期", "check the first and the last days"),
)
PAID_WITHOUT_POST = Rule(
    name="paid_without_post",
    dimension="correctness",
    title=Text("发薪人员当时不在岗", "Pay without a post"),
    definition=Text(
        "单位有任职记录时，所发薪酬的人员在所属期内都有任职记录或在花名册上即通过",
        "Where the unit's spells are known: passed when everybody paid is in a spell or on a roster in the days the pay is for.",
    ),
    detail=Text("发薪 {checked} 人，其中 {found} 人当时没有任职记录", "people paid: {checked}; in no post then: {found}"),
    remedy=Text("请核对人员，或补报任职记录", "check the people, or send the spells that are missing"),
)
AGE_IMPLAUSIBLE = Rule(
    name="age_implausible",
    dimension="correctness",
    title=Text("年龄不合理", "Implausible ages"),
    definition=Text("人员在基准日都在 16 至 100 岁之间即通过", "Passed when everybody on the roster is 16 to 100 years old on its day."),
    detail=Text("{checked} 人中有 {found} 人不在 16 至 100 岁之间", "{found} of {checked} people are not 16 to 100 years old"),
    remedy=Text("请核对身份证号", "check the ID numbers"),
)
LICENCE_ELSEWHERE = Rule(
    name="licence_elsewhere",
    dimension="correctness",
    title=Text("不在注册地点执业", "Practice outside the registered place"),
    definition=Text("有效证书上登记的机构就是任职机构即通过", "Passed when the facility on every licence in force is the facility of work."),
    detail=Text("{checked} 本有效证书中有 {found} 本登记在别处", "{found} of {checked} licences in force name another facility"),
    remedy=Text("请核对；已调动的，请办理变更注册", "check it; after a move the registration has to be changed"),
)
PLACE_UNKNOWN = Rule(
    name="place_unknown",
    dimension="correctness",
    title=Text("有机构不在名录中", "Facilities no register knows"),
    definition=Text("数据中出现的机构都能归到报送单位即通过", "Passed when every facility that data speak of lies in a reporting unit."),
    detail=Text("{checked} 个机构中有 {found} 个不在名录中，计为“未归属”", "{found} of {checked} facilities are in no register and counted as unassigned"),
    remedy=Text("请加载名录，或更正代码", "load the register, or correct the codes"),
)
OUTLIER = Rule(
    name="outlier",
    dimension="correctness",
    title=Text("与本地历年相比异常", "Out of line with the place's own history"),
    definition=Text(
        "与此前最多 8 个、至少 5 个同类时期的中位数相比：偏离不超过 3.5 个稳健标准差（1.4826×绝对中位差，不小于中位数的 10%；人数、次数还不小于中位数的平方根），"
        "或人数、次数相差不到 5 即通过",
        "Against the median of the 5 to 8 periods of the same kind before: passed when it is within 3.5 robust standard deviations "
        "(1.4826 × the median absolute deviation, at least 10 % of the median and, for counts, at least its square root) or, for "
        "counts, differs by less than 5.",
    ),
    detail=Text("{key} {found}，此前 {checked} 期的中位数为 {expected}", "{key}: {found}, the median of {checked} periods before is {expected}"),
    remedy=Text("请核对；确有其事的，请说明原因", "check it; where it is so, say why"),
    limit=3.5,
    least=5,
)
