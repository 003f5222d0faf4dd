"""`python -m pipelines`: loading and asking, without the dashboard."""

from __future__ import annotations

from pipelines.command.commands import LOADING
from pipelines.command.manual import make_app
from pipelines.command.run import run
from pipelines.core.text import Text


def main() -> None:
    """Run the loading half on the command line."""
    run(make_app(Text("加载与查询（不含看板）", "loading and asking, without the dashboard"), LOADING))


if __name__ == "__main__":
    main()
