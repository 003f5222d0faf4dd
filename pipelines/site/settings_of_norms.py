"""The settings of norms and of retirement: part of the list in `settings`."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.site.setting import Setting

_NONE = Text("无", "none")
_PHYSICIANS = Text("执业医师、执业助理医师、乡村全科执业助理医师：25 学分，I 类 5–10、II 类 15–20；其他资格不设",
                   "licensed and assistant physicians: 25 credits, class I 5-10, class II 15-20; none for others")

SETTINGS_OF_NORMS: tuple[Setting, ...] = (
    Setting("norms", "INDICATOR", Text("指标应达到的值，图上画线；以人口为分母的可按口径分列，如 density = { served = 1.0 }",
            "the target drawn beside an indicator; one divided by population may have a value for each kind of it: "
            "density = { served = 1.0 }"),
            _NONE, "{ served = 1.0, resident = 1.0 }", as_name="density"),
    Setting("norms", "kit", Text("每个村卫生室应有的设备类别；不填则不评价达标", "kinds of equipment every clinic must have; without them nothing is said of it"),
            _NONE, '["blood_pressure", "glucometer", "steriliser", "computer"]'),
    Setting("norms", "online_days", Text("每月在线满几天为达标（1–31）", "days online a month that are asked for (1-31)"), Text("20", "20"), "20"),
    Setting("norms", "payment_days", Text("补贴在应发日期后几天内足额发放算按时（0–366）",
            "days after the day due within which a subsidy paid in full is on time (0-366)"), Text("0", "0"), "7"),
    Setting("norms", "active_days", Text("会诊活跃的观察窗，截至统计日的天数，由短到长",
            "windows before the as-at day in which a link must be used, shortest first"),
            Text("30、90", "30, 90"), "[30, 90]"),
    Setting("norms", "travel_minutes", Text("就医可达的分钟界限，由短到长", "minutes of travel within which care counts as near, shortest first"),
            Text("30、60", "30, 60"), "[30, 60]"),
    Setting("norms", "full_time_hours", Text("每周多少小时为 1 个全时当量", "hours a week that are one full-time equivalent"),
            Text("40（国务院关于职工工作时间的规定）", "40 (State Council rule on working hours)"), "40"),
    Setting("norms", "available_hours", Text("每人每年可用工时（WISN）；工作时间标准表已填的以表为准",
            "working hours a full-time person has in a year (WISN), where the activity standards loaded give none"),
            Text("1760（220 天，每天 8 小时）", "1760 (220 days of 8 hours)"), "1760"),
    Setting("norms", "title_years", Text("在现职称级别上满几年可申报上一级（用于职称晋升率）；none 为无职称，自首次上岗起算",
            "years a level of title is held before the next can be applied for (rate of promotion); none: without a title, since the first post"),
            Text("none 1，junior、intermediate、associate_senior 均为 5", "none 1; junior, intermediate and associate_senior 5"),
            "{ none = 1, junior = 4 }"),
    Setting("norms", "credits", Text("各执业资格的继续医学教育要求，见下", "what is asked of each licence class in continuing education, see below"),
            _PHYSICIANS, "{}"),
    Setting("norms.credits.LICENCE", "total", Text("每年总学分；空的小节表示该资格不设要求", "credits a year; an empty section takes the class out"),
            _PHYSICIANS, "25", "norms.credits.assistant"),
    Setting("norms.credits.LICENCE", "class_1", Text("I 类学分 [下限, 计入总分的上限]",
            "credits of class I: [the least asked for, the most that counts]"), _PHYSICIANS, "[5, 10]", "norms.credits.assistant"),
    Setting("norms.credits.LICENCE", "class_2", Text("II 类学分 [下限, 计入总分的上限]",
            "credits of class II: [the least asked for, the most that counts]"), _PHYSICIANS, "[15, 20]", "norms.credits.assistant"),
    Setting("norms.credits.LICENCE", "hours", Text("每年培训学时，用于不按学分管理的乡村医生",
            "hours of training a year, for village doctors who follow other rules"),
            _NONE, "80", "norms.credits.village_certificate"),
    Setting("retirement", "schedule", Text("退休年龄表：随产品提供的名称、site.toml 旁的 CSV（列 category、born_from、born_to、age_months），或 none",
            "ages by birth month: a shipped name, a CSV beside site.toml (columns category, born_from, born_to, age_months), or none"),
            Text("china_2025", "china_2025"), '"china_2025"'),
    Setting("retirement", "CONTRACT", Text("某用工形式的退休规则：cadre（女 55→58）、worker（女 50→55）、none（按实际离岗情况），或岁数；unknown 为用工形式不详",
            "rule of a contract type: cadre (women 55 to 58), worker (women 50 to 55), none (observed exits), or an age in years; unknown: "
            "contract not told"),
            Text("established、county_managed、contract 为 cadre，agency 为 worker，其余（含村聘）为 none",
                 "established, county_managed, contract: cadre; agency: worker; all others, village-hired among them: none"),
            '"worker"', as_name="contract"),
    Setting("retirement.GROUP", "CONTRACT", Text("某人员类别的退休规则，优先于上一条", "the same for one staff group; goes before the rule for all"),
            _NONE, "65",
            "retirement.village_doctor", "village_hired"),
)
