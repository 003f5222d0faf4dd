"""The manual pages of serve, export and demo."""

from __future__ import annotations

from pipelines.command.entries import PROFILE, WORKSPACE
from pipelines.command.manual import Entry
from pipelines.core.text import Text

PORT = Text("端口，默认 8050", "the port, 8050 when left out")

DEMO = Entry(
    summary=Text("建立演示工作区并打开看板", "build the demo workspace and serve it"),
    description=Text(
        "生成阿里、阳泉两地虚构的县级报表，像任何人的文件一样加载，然后在本机提供看板。数据均为合成，不代表任何真实人员或机构。"
        "再次运行时若内容未变则直接提供。",
        "Writes the workbooks a county office would send for two synthetic areas, Ngari and Yangquan, loads them like anybody's "
        "files, and serves the dashboard on this machine. All people and clinics are fictional. Run again, it serves at once "
        "unless something changed.",
    ),
    options={
        "workspace": Text("演示工作区的文件夹，默认 data/workspace/demo", "the demo's workspace, data/workspace/demo when left out"),
        "no_serve": Text("建立后即停止，不提供看板", "stop once it is built"),
        "port": PORT,
    },
    examples=("xiangyi demo", "xiangyi demo --no-serve", "xiangyi demo --port 8051"),
)
SERVE = Entry(
    summary=Text("在本机提供看板", "serve the dashboard on this machine"),
    description=Text(
        "提供工作区正在使用的数据版本；加载发布新版本后，看板自动跟随。尚无账户功能，因此只接受本机地址，其他地址一律拒绝。按 Ctrl-C 停止。",
        "Serves the build in use and follows to each newly published one. There are no accounts yet, so only loopback addresses "
        "are served; any other host is refused. Ctrl-C stops it.",
    ),
    options={"workspace": WORKSPACE, "host": Text("本机地址，默认 127.0.0.1", "a loopback address, 127.0.0.1 when left out"), "port": PORT},
    examples=("xiangyi serve --workspace mine",),
)
EXPORT = Entry(
    summary=Text("将一个页面导出为 PowerPoint", "write a page as a PowerPoint deck"),
    description=Text(
        "一张标题页，每张卡片一页：原生可编辑图表，页脚注明来源与截止日期；地图为图片并附说明。",
        "A title slide and one slide a card: native, editable charts with source and as-at date at the foot; a map is a picture "
        "with its note.",
    ),
    options={
        "workspace": WORKSPACE,
        "page": Text("页面：overview、supply、retention、pay 等", "the page: overview, supply, retention, pay, ..."),
        "region": Text("地区代码；默认为第一个根地区", "a region's code; the first root when left out"),
        "period": Text("时期；默认为最近一年", "the period; the latest year when left out"),
        "profile": PROFILE,
        "to": Text("要写入的 .pptx 文件", "the .pptx file to write"),
    },
    examples=("xiangyi export --workspace data/workspace/demo --page supply --region 140300 --to supply.pptx",),
)
