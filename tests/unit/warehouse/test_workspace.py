"""A workspace is one folder: made once, with a secret of its own, refused where it is none or already one."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.site import shipped_sites, site_text
from pipelines.warehouse.workspace import Workspace


@pytest.mark.parametrize("site", shipped_sites())
def test_every_shipped_site_makes_a_workspace_that_opens(tmp_path: Path, site: str) -> None:
    made = Workspace.create(tmp_path / "w", site_text(site))
    assert Workspace.open(tmp_path / "w").site == made.site
    assert made.current_build() is None
    for folder in (made.archive, made.cleaned, made.builds, made.boundaries, made.quarantine):
        assert folder.is_dir()


def test_the_secret_is_random_and_its_owners_alone(tmp_path: Path) -> None:
    one, two = (Workspace.create(tmp_path / name, site_text("blank")) for name in ("a", "b"))
    assert len(one.secret()) == 32 and one.secret() != two.secret()
    if sys.platform != "win32":
        assert stat.S_IMODE(os.stat(one.path / "secret").st_mode) == 0o600


def test_a_workspace_is_never_made_over(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "w", site_text("blank"))
    secret = made.secret()
    with pytest.raises(XiangyiError) as caught:
        Workspace.create(tmp_path / "w", site_text("demo"))
    assert caught.value.code == ExitCode.REFUSED and made.secret() == secret


def test_a_wrong_site_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(XiangyiError):
        Workspace.create(tmp_path / "w", "[site]\nname = 1\n")
    assert not (tmp_path / "w").exists()


def test_a_folder_that_is_none_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(XiangyiError) as caught:
        Workspace.open(tmp_path)
    assert caught.value.code == ExitCode.NOT_FOUND
    assert "xiangyi init" in caught.value.text.en and "xiangyi init" in caught.value.text.zh


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33, None])
def test_a_secret_that_is_damaged_is_never_replaced(tmp_path: Path, content: bytes | None) -> None:
    made = Workspace.create(tmp_path / "w", site_text("blank"))
    path = made.path / "secret"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(XiangyiError) as caught:
        made.secret()
    assert caught.value.code == ExitCode.DAMAGED


@pytest.mark.parametrize("pointer", [b"", b"b000009\n", b"../../etc\n", b"\xff\xfe\x00", b"b000002"])
def test_an_unreadable_pointer_steps_back_to_a_build_on_disk(tmp_path: Path, pointer: bytes) -> None:
    made = Workspace.create(tmp_path / "w", site_text("blank"))
    for build in ("b000001", "b000002"):
        made.build_path(build).write_bytes(b"x")
    made.pointer.write_bytes(pointer)
    assert made.current_build() == "b000002"


def test_a_build_newer_than_the_pointer_is_not_served(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "w", site_text("blank"))
    for build in ("b000001", "b000002"):
        made.build_path(build).write_bytes(b"x")
    made.pointer.write_text("b000001\n", encoding="utf-8")
    assert made.current_build() == "b000001" and made.kept_builds() == ["b000001"]
