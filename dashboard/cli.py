"""`xiangyi`: everything of the loading half, and serve, export, demo."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from typing import Annotated

import typer

from dashboard import entries
from pipelines.command.asking import refuse_profile
from pipelines.command.barred import barred_line
from pipelines.command.commands import LOADING
from pipelines.command.loading import PeriodOption, WorkspaceOption
from pipelines.command.manual import make_app
from pipelines.command.run import run, write_incident
from pipelines.command.terminal import progress_display, tell
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text

ABOUT = Text("乡医：看清并留住乡村医生", "see and keep rural doctors")
PortOption = Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535)]


def demo(
    ctx: typer.Context,
    workspace: Annotated[Path | None, typer.Option("--workspace", "-w", metavar="DIR")] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve")] = False,
    port: PortOption = 8050,
) -> None:
    """Build the demo workspace and serve it."""
    from pipelines.command.demo import DEFAULT, build_demo

    folder = workspace or DEFAULT
    if not no_serve:
        refuse_taken_port("127.0.0.1", port)
    with progress_display() as progress:
        built = build_demo(folder, progress)
    if built.is_fresh:
        said = Text(f"演示工作区已建立：{folder}，数据版本 {built.build}", f"demo workspace built: {folder}, build {built.build}")
    else:
        said = Text(f"演示工作区已是最新：{folder}，数据版本 {built.build}", f"demo workspace up to date: {folder}, build {built.build}")
    print(said.of(ctx.obj), flush=True)
    if not no_serve:
        serve_forever(folder, "127.0.0.1", port, ctx.obj)


def serve(
    ctx: typer.Context,
    workspace: WorkspaceOption,
    host: Annotated[str, typer.Option("--host", metavar="H")] = "127.0.0.1",
    port: PortOption = 8050,
) -> None:
    """Serve the dashboard on this machine."""
    refuse_other_hosts(host)
    refuse_taken_port(host, port)
    bring_up_to_date(workspace, ctx.obj)
    serve_forever(workspace, host, port, ctx.obj)


def bring_up_to_date(folder: Path, lang: Lang) -> None:
    """Publish a build by this program and the present settings where the one served was made by others.

    Where that cannot be done the build there is will be served, under a note on every page that says so.
    """
    from pipelines.intake.rebuild import renew
    from pipelines.warehouse.outdated import outdated
    from pipelines.warehouse.workspace import Workspace

    workspace = Workspace.open(folder)
    served = workspace.named_build()
    if served is None or outdated(workspace, served) is None:
        return
    said = Text(
        f"程序或站点设置在数据版本 {served} 生成后有改动，正在由同样的数据重新生成",
        f"program or settings changed since build {served}; making it anew from the same data",
    )
    tell(said.of(lang))
    try:
        with progress_display() as progress:
            build, found = renew(workspace, progress=progress, if_outdated=True)
    except Exception as error:  # it is held, may only be read, the disk is full, an old row stands in the way: no reason not to serve
        why = error.text if isinstance(error, XiangyiError) else barred_line(error, str(folder)) or _left_in(write_incident(error, str(folder)))
        tell(Text(f"未能重新生成，仍使用 {served}：{why.zh}", f"could not be made anew, {served} is served: {why.en}").of(lang))
        return
    for text in found:
        tell(text.of(lang))
    tell(Text(f"已发布数据版本 {build}", f"published build {build}").of(lang))


def _left_in(file: Path) -> Text:
    return Text(f"程序出错，经过记在 {file}，请交给维护人员", f"the program failed, and what happened is in {file}: send it to whoever maintains this")


def refuse_other_hosts(host: str) -> None:
    """Raise XiangyiError REFUSED unless `host` is this machine itself: there are no accounts yet."""
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise XiangyiError(
            Text(f"拒绝在 {host} 上提供看板：账户功能尚未提供；请用 --host 127.0.0.1", f"refused to serve on {host}: there are no accounts yet; use --host 127.0.0.1"),
            ExitCode.REFUSED,
        )


def refuse_taken_port(host: str, port: int) -> None:
    """Raise XiangyiError USAGE when something listens on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        if probe.connect_ex((host, port)) == 0:
            raise XiangyiError(
                Text(f"端口 {port} 已被占用；请用 --port 换一个", f"port {port} is in use; choose another with --port"), ExitCode.USAGE
            )


def serve_forever(workspace: Path, host: str, port: int, lang: Lang) -> None:
    """Serve `workspace` until Ctrl-C, which is the way to end it and no error."""
    from waitress import create_server

    from dashboard.app import make_app
    from dashboard.server import MAX_UPLOAD

    server = create_server(make_app(workspace).server, host=host, port=port, threads=8, ident=None, max_request_body_size=MAX_UPLOAD + 1)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    print(Text(f"看板地址：{address}（按 Ctrl-C 停止）", f"serving on {address} (Ctrl-C stops)").of(lang), flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


def export(
    ctx: typer.Context,
    workspace: WorkspaceOption,
    page: Annotated[str, typer.Option("--page", metavar="PAGE")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE.pptx")],
    region: Annotated[str | None, typer.Option("--region", metavar="CODE")] = None,
    period: PeriodOption = None,
    profile: Annotated[str, typer.Option("--profile", metavar="P")] = "internal",
) -> None:
    """Write a page as a PowerPoint deck."""
    refuse_profile(profile)
    if to.suffix.lower() != ".pptx":
        raise XiangyiError(Text(f"--to 为 {to}，应以 .pptx 结尾", f"--to is {to}, expected a name that ends in .pptx"), ExitCode.USAGE)
    if not to.resolve().parent.is_dir():
        raise XiangyiError(Text(f"没有文件夹 {to.parent}；请先建立", f"there is no folder {to.parent}; make it first"), ExitCode.NOT_FOUND)
    from dashboard.export import export_page

    slides = export_page(workspace, page, region, period, ctx.obj, to)
    print(Text(f"已写入 {to}：{slides} 页", f"written to {to}: {slides} slides").of(ctx.obj))


def make_cli() -> typer.Typer:
    """Return the program `xiangyi`."""
    shell = {"demo": (entries.DEMO, demo), **LOADING, "serve": (entries.SERVE, serve), "export": (entries.EXPORT, export)}
    return make_app(ABOUT, shell)


def main() -> None:
    """Run `xiangyi` on the command line."""
    run(make_cli())


if __name__ == "__main__":
    main()
