"""The dashboard as gunicorn is told to serve it: tests.benchmarks.served:application('WORKSPACE')."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from dashboard.app import make_app


def application(workspace: str) -> Flask:
    """Return the web server's application of a workspace; nothing is asked ahead, so that what readers wait for is what is measured."""
    return make_app(Path(workspace), warm=False).server
