"""Texts of a site.toml for tests: the shipped blank one with its sections replaced or added."""

from __future__ import annotations

import tomllib
from pathlib import Path

import tomli_w

from pipelines.core.errors import XiangyiError
from pipelines.site import Site, parse_site, site_text


def text_with(extra: str, start: str = "blank") -> str:
    """Return the text of a shipped site in which the sections of `extra` stand instead of its own."""
    merged = tomllib.loads(site_text(start))
    merged.update(tomllib.loads(extra))
    return tomli_w.dumps(merged)


def site_with(extra: str, start: str = "blank", folder: Path | None = None) -> Site:
    """Read a shipped site with the sections of `extra`."""
    return parse_site(text_with(extra, start), folder=folder)


def refusal(extra: str, start: str = "blank", folder: Path | None = None) -> XiangyiError:
    """Return the error with which a site is refused; fails when it is not."""
    try:
        site_with(extra, start, folder)
    except XiangyiError as error:
        return error
    raise AssertionError(f"accepted: {extra}")
