"""Every setting of a site.toml, in the order of the manual. The reader takes no setting that is not declared here."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.site.setting import Setting
from pipelines.site.settings_of_norms import SETTINGS_OF_NORMS

_MUST = Text("必填", "required")
_NONE = Text("无", "none")


def _same(value: str) -> Text:
    return Text(value, value)


SETTINGS: tuple[Setting, ...] = (
    Setting("site", "name", Text("站点代号，不随标题改变", "what the site is called by programs"), _MUST, '"mine"'),
    Setting("site", "title_zh", Text("中文标题", "title in Chinese"), _MUST, '"某市乡村医生"'),
    Setting("site", "title_en", Text("英文标题", "title in English"), _MUST, '"Rural doctors of a place"'),
    Setting("site", "language", Text("默认语言：zh 或 en", "language of the start: zh or en"), _same("zh"), '"zh"'),
    Setting("site", "currency", Text("金额的货币，三个大写字母", "currency of amounts, three capital letters"), _same("CNY"), '"CNY"'),
    Setting("site", "time_zone", Text("时区名", "name of the time zone"), _same("Asia/Shanghai"), '"Asia/Shanghai"'),
    Setting("site", "fiscal_year_starts", Text("年度从几月开始；1 为自然年", "month the year begins in; 1 is the calendar year"), _same("1"), "1"),
    Setting("site", "synthetic", Text("合成数据：所有输出都注明", "synthetic data: everything is stamped so"), _same("false"), "true"),
    Setting("roots", "code", Text("根地区代码；各根地区之间不相加", "code of a top place; nothing is added across them"), _MUST, '"999900"', is_row=True),
    Setting("roots", "name_zh", Text("根地区中文名", "its name in Chinese"), _MUST, '"某市"', is_row=True),
    Setting("roots", "name_en", Text("根地区英文名", "its name in English"), _MUST, '"A place"', is_row=True),
    Setting("levels", "order", Text("层级，自根地区到机构", "levels from the root down to facilities"), _MUST,
            '["prefecture", "county", "township", "facility"]'),
    Setting("base", "NAME", Text("合并统计的人员类别；rural_doctors 为通用口径", "staff groups counted together; rural_doctors is the usual base"),
            Text("乡村医生与乡镇卫生院医生", "village and township doctors"), '["village_doctor"]', as_name="village_doctors"),
    Setting("population", "kind", Text("人口口径：户籍、常住、服务等只取其一，密度上都注明",
            "the kind of population counted by, printed on every density; never mixed"),
            _same("resident"), '"served"'),
    Setting("population", "kinds", Text("可切换的人口口径", "kinds of population a reader may switch to"),
            Text("本国的全部口径", "every kind of the same country"), '["served", "resident", "household"]'),
    Setting("reporting", "sender_level", Text("以哪一级为单位替换上次报送", "the level at which a file replaces what was sent before"),
            Text("机构的上一级", "the level above facilities"), '"township"'),
    Setting("reporting", "unit_level", Text("在哪一级统计上报情况（如 8/10）", "the level at which completeness (8/10) is counted"),
            Text("机构的上一级", "the level above facilities"), '"township"'),
    Setting("reporting", "threshold", Text("上报比例低于此值为“部分上报”", "share reporting below which a number is partial"), _same("0.95"), "0.95"),
    Setting("counting", "absences", Text("连续几次花名册未列即视为离岗（1–12）",
            "rosters in a row somebody is missing from before the spell ends (1-12)"), _same("2"), "2"),
    Setting("due", "KIND", Text("年、半年、季、月（year、half、quarter、month）或某数据集，期末后几日内报送",
            "days after the end of a year, half, quarter, month, or for a dataset by name, in which it has to come"),
            _same("20, 15, 15, 10"), "20", as_name="year"),
    Setting("thresholds", "small_n", Text("人数少于此值注明“人数很少”", "people below which a number is marked small_n"), _same("5"), "5"),
    Setting("lights.INDICATOR", "green", Text("绿灯界值（指标单位，占比为 0–1）；越高越好时不低于、越低越好时不高于此值为绿",
            "green from here on, in the indicator's unit (a share is 0-1): up where more is better, down where less is"), _NONE, "0.05",
            "lights.leaver_rate"),
    Setting("lights.INDICATOR", "amber", Text("黄灯界值，其外为红；须在绿灯界值较差的一侧", "amber from here to green, red beyond; on the worse side of green"),
            _NONE, "0.10", "lights.leaver_rate"),
    *SETTINGS_OF_NORMS,
    Setting("survival", "unit", Text("任期单位", "unit of tenure"), _same("month"), '"month"'),
    Setting("survival", "at", Text("留任曲线上标出的时点", "points of tenure shown"), _same("12, 24, 36"), "[12, 24, 36]"),
    Setting("age_bands", "starts", Text("各年龄段的起始年龄；须含 35、55、60（年报与老龄化指标按此划分）",
            "ages at which bands begin; 35, 55 and 60 among them, where returns and indicators of ageing are cut"),
            _same("35, 45, 55, 60"), "[35, 45, 55, 60]"),
    Setting("remoteness", "order", Text("使用的边远类别，由近及远", "remoteness classes in use, least remote first"),
            _same("class_0, class_1, class_2, class_3"), '["class_0", "class_1", "class_2"]'),
    Setting("remoteness", "titles", Text("本地对类别的叫法，中英文", "what the site calls a class, in both languages"),
            Text("代码表的名称", "as the code list says"), '{ class_2 = { zh = "高寒边远", en = "High and remote" } }'),
    Setting("prices", "region", Text("固定使用哪个地区的价格指数序列；留空时用所在地区最近上级的，没有则用全国的",
            "code of the place whose price index is used everywhere; blank: that of the nearest place above, else the national one"),
            _NONE, '"140000"'),
    Setting("prices", "base", Text("不变价以哪一年为准；留空时与上年相比", "year whose prices constant amounts are in; blank: the year before"), _NONE,
            '"2015"'),
    Setting("profiles", "available", Text("本站点的发布范围", "release profiles of the site"), _same("internal"), '["internal", "restricted"]'),
    Setting("profiles", "restricted", Text("跨地区共享：小于 k 的人数隐藏；可再取整",
            "colleagues from elsewhere: counts below k are hidden, round_to rounds"), _same("k = 5"), "{ k = 5 }"),
    Setting("profiles", "public", Text("对外公开：小于 k 的人数隐藏，再取整到 round_to 的倍数；k 不小于共享范围的",
            "what leaves the bureau: counts below k are hidden, then rounded to round_to; k is not below that of restricted"),
            _same("k = 10, round_to = 5"), "{ k = 10, round_to = 5 }"),
    Setting("profiles", "dominance", Text("金额合计中最大的 n 个单位占比超过 share 即隐藏",
            "a sum of money is hidden where its n largest hold more than share of it"),
            _same("n = 2, share = 0.85"), "{ n = 2, share = 0.85 }"),
    Setting("targets", "indicator", Text("目标的指标", "indicator of a target"), _NONE, '"density"', is_row=True),
    Setting("targets", "region", Text("地区代码，或 all；下级没有目标时用最近上级的，再无则用 all 的；总量（人数、金额）不下传",
            "code of the place, or all: a place without a target is held to that of the nearest place above, else to all; a total of people "
            "or money is not handed down"),
            _NONE, '"all"', is_row=True),
    Setting("targets", "year", Text("年度；只对该年有效，不顺延、不插值", "year; nothing is carried over or drawn between years"), _NONE, "2025",
            is_row=True),
    Setting("targets", "value", Text("目标值（指标单位，占比为 0–1）", "what to reach, in the indicator's unit (a share is 0-1)"), _NONE, "1.2",
            is_row=True),
    Setting("targets", "source", Text("目标出处（文件名、文号）", "where the target is laid down"), _NONE, '"市卫生健康“十四五”规划"', is_row=True),
    Setting("targets", "file", Text("site.toml 旁的 CSV，列为 indicator、region、year、value、source（或 指标、地区代码、年份、目标值、来源）；单独成行",
            "a CSV beside site.toml with columns indicator, region, year, value, source; alone in its row"), _NONE, '"targets.csv"',
            is_row=True),
    Setting("boundaries", "packs", Text("工作区 boundaries/ 中的边界文件", "files in the workspace's boundaries/"), _NONE, '["yangquan"]'),
    Setting("files", "FILE", Text("台账所存的设置里附带的表格全文；由程序写入，不必手填",
            "the text of a table that is named, as the ledger keeps it; written by the program"), _NONE, '""', as_name='"spare.csv"'),
)


def is_declared(section: str, name: str = "") -> bool:
    """Say whether a setting is declared, or (without a name) a section with free names or rows."""
    if name:
            return any(s.section == section and s.name == name for s in SETTINGS)
    return any(s.section.partition(".")[0] == section and (s.is_free or s.is_row or "." in s.section) for s in SETTINGS)
