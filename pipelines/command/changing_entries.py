"""The manual pages of the commands that look at batches and take them back: batches, undo, rebuild, watch."""

from __future__ import annotations

from pipelines.command.entries import AS_JSON, BY, WAIT, WORKSPACE, YES
from pipelines.command.manual import Entry
from pipelines.core.text import Text

BATCHES = Entry(
    summary=Text("列出批次：何时、由谁、送来什么", "list the batches: what came in, from whom, when"),
    description=Text(
        "不写批次号时列出全部批次。写批次号时显示其文件（按内容的 SHA-256）、数据集、报送单位、时期、行数去向、问题数、状态，以及加载时的差异。",
        "Without a batch, lists them all. With one, shows its files (by SHA-256 of their content), datasets, units, periods, the "
        "account of its rows, how many problems it had, its state, and the differences it made when it was loaded.",
    ),
    options={
        "workspace": WORKSPACE, "batch": Text("批次号，如 k000003", "a batch, such as k000003"), "as_json": AS_JSON,
    },
    examples=("xiangyi batches --workspace mine", "xiangyi batches k000003 --workspace mine --json"),
)
UNDO = Entry(
    summary=Text("撤销一个批次", "undo a batch"),
    description=Text(
        "撤销任意一个批次（last 为最近一个）：其数据不再计入，被它替换的数据重新计入，并发布新的数据版本。台账记下何时由谁撤销。"
        "要恢复，重新加载其文件即可。若有更正建立在该批次之上，须先撤销该更正。",
        "Undoes any batch (last is the latest): its data no longer count, what it replaced counts again, and a new build is "
        "published. The ledger keeps when and by whom. To have it back, load its files again. A correction that was made upon "
        "the batch has to be undone first.",
    ),
    options={
        "batch": Text("批次号，或 last", "a batch, or last"), "workspace": WORKSPACE, "by": BY, "wait": WAIT, "yes": YES, "as_json": AS_JSON,
    },
    examples=("xiangyi undo last --workspace mine", "xiangyi undo k000003 --workspace mine --by 张三 --yes"),
)
REBUILD = Entry(
    summary=Text("重建数据版本并核对；或按新程序重新发布", "make a build again and verify it, or publish it anew after an upgrade"),
    description=Text(
        "按台账把任一已发布的数据版本重建一遍，并逐表与当时的校验值核对。默认使用清洗后的行；--from-archive 只用原始档案，"
        "每个文件按当时的时期与设置重新读取。有表不同时退出码为 1。\n"
        "程序升级或 site.toml 改动之后，用 --publish 由同样的数据生成并发布新的数据版本；xiangyi serve 启动时会自动这样做。",
        "Makes any published build again from the ledger and holds every table against the hash kept at the time: from the "
        "cleaned rows, or with --from-archive from the raw archive alone, every file read as it was then. Exits with 1 when a "
        "table differs.\n"
        "After an upgrade of the program or a change of site.toml, --publish makes a new build of the same data and publishes it; "
        "xiangyi serve does so by itself when it starts.",
    ),
    options={
        "workspace": WORKSPACE, "build": Text("数据版本，如 b000003；默认为最新发布的", "a build, such as b000003; the newest when left out"),
        "from_archive": Text("只用原始档案，重新读取每个文件", "from the raw archive alone, reading every file again"),
        "to": Text("把重建的数据版本写入该文件", "the file to write the build to"),
        "verify": Text("逐表列出是否相同", "print table by table whether it is the same"),
        "publish": Text("按现在的程序与设置重新生成并发布，代替核对", "instead of verifying, publish a new build by the present program and settings"),
        "by": BY, "wait": WAIT, "as_json": AS_JSON,
    },
    examples=(
        "xiangyi rebuild b000003 --workspace mine --verify", "xiangyi rebuild --workspace mine --from-archive --to 核对.duckdb",
        "xiangyi rebuild --publish --workspace mine",
    ),
)
WATCH = Entry(
    summary=Text("监视一个文件夹：放入的文件自动加载或退回", "watch a folder: what is dropped in is loaded or returned"),
    description=Text(
        "文件停止写入后（两次查看大小与时间都不变）即检查，能加载的一次加载、发布一个数据版本。每个文件只会在一处：收件文件夹、"
        "OUT/loaded/日期 或 OUT/returned/日期。有个别错误的文件：合格的行照常加载，文件归入 loaded，标注了错误的副本放入 returned；"
        "加 --strict 则整份退回，一行也不加载。不能识别或没有可用行的文件整份退回。任何时候中断都不会丢失文件，也不会重复加载。",
        "A file is checked once it has stopped growing (two looks find the same size and time); all that can be loaded become one "
        "build. Every file is in one place: IN, OUT/loaded/DAY or OUT/returned/DAY. Of a file with a few mistakes the good rows "
        "load, the file goes to loaded and a copy with the mistakes marked to returned; with --strict it goes back whole and no row "
        "of it loads. A file that is not recognised or brings no good row goes back whole. Stopped at any moment, no file is "
        "lost and none is loaded twice.",
    ),
    options={
        "incoming": Text("收件文件夹", "the folder files are dropped into"), "workspace": WORKSPACE,
        "out": Text("已处理文件的去处，不能在工作区内", "where handled files go; not inside the workspace"),
        "once": Text("处理现有文件后即结束", "work off what is there and end"),
        "strict": Text("有错误的文件整份退回", "a file with any error goes back whole"),
        "every": Text("两次查看之间的秒数，默认 5", "seconds between two looks, 5 when left out"),
        "by": BY, "wait": Text("工作区被占用时等候的秒数，默认 60", "seconds to wait while another holds the workspace, 60 when left out"),
        "as_json": Text("每轮输出一行 JSON", "print one line of JSON for each round"),
    },
    examples=(
        "xiangyi watch 收件 --workspace mine --out 办结 --by 值班员", "xiangyi watch in --workspace mine --out out --once --strict",
    ),
)
