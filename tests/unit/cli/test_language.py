"""The language of an answer: --lang, else the site's, else the locale's."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.command.language import choose_language, option_value, without_option
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.site import site_text


@pytest.fixture
def english_site(tmp_path: Path) -> Path:
    (tmp_path / "site.toml").write_text(site_text("england"), encoding="utf-8")
    return tmp_path


def test_lang_wins_over_the_site(english_site: Path) -> None:
    assert choose_language(["status", "--workspace", str(english_site), "--lang", "zh"]) == "zh"
    assert choose_language(["status", "--lang=zh", "-w", str(english_site)]) == "zh"


@pytest.mark.parametrize("option", ["--workspace", "-w"])
def test_the_site_wins_over_the_locale(english_site: Path, option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert choose_language(["status", option, str(english_site)]) == "en"


@pytest.mark.parametrize(("locale", "lang"), [("zh_CN.UTF-8", "zh"), ("zh_TW", "zh"), ("en_GB.UTF-8", "en"), ("C", "en")])
def test_the_locale_decides_where_nothing_else_does(locale: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert choose_language(["indicators"]) == lang


@pytest.mark.parametrize("argv", [["--lang", "fr"], ["--lang"], ["--lang="]])
def test_a_language_there_is_not_is_told(argv: list[str]) -> None:
    with pytest.raises(XiangyiError) as caught:
        choose_language(argv)
    assert caught.value.code is ExitCode.USAGE


def test_options_after_a_double_dash_are_arguments() -> None:
    assert option_value(["check", "--", "--lang", "zh"], "--lang") is None
    assert without_option(["check", "--", "--debug"], "--debug", False) == ["check", "--", "--debug"]


def test_an_option_and_its_value_are_taken_out() -> None:
    assert without_option(["a", "--lang", "zh", "b"], "--lang", True) == ["a", "b"]
    assert without_option(["a", "--lang=zh", "b"], "--lang", True) == ["a", "b"]
    assert without_option(["a", "--debug", "b"], "--debug", False) == ["a", "b"]
