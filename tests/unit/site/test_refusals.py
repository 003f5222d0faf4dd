"""A wrong setting is refused with where, what was found, what was expected and what to do, in both languages."""

from __future__ import annotations

import string
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.errors import XiangyiError
from pipelines.core.light import light_of
from pipelines.site import SETTINGS, Site, parse_site
from tests.unit.site.toml import refusal, site_with, text_with

# what is written -> the setting that is named, what was found, what was expected, what to do
WRONG: dict[str, tuple[str, str]] = {
    "[lights.leaver_rat]\ngreen = 0.1\namber = 0.2": ("there is no setting [lights] leaver_rat,", "did you mean leaver_rate"),
    "[lights.leaver_rate]\ngreen = 0.2\namber = 0.1": ("[lights.leaver_rate]", "green below amber, as less is better"),
    "[lights.leaver_rate]\ngreen = 0.1\namber = 0.1": ("[lights.leaver_rate]", "green below amber"),
    "[lights.density]\ngreen = 0.8\namber = 1.0": ("[lights.density]", "green above amber, as more is better"),
    "[lights.density]\ngreen = 0.8": ('[lights.density] is ["green"]', "two limits, green and amber"),
    "[lights.density]\ngreen = 1.0\namber = 0.8\nred = 0.5": ("[lights.density]", "two limits, green and amber"),
    '[lights.density]\ngreen = "1"\namber = 0.8': ('[lights.density] green is "1"', "a whole number or a number"),
    "[lights.density]\ngreen = nan\namber = 0.8": ("[lights.density] green", "a finite number"),
    "[lights]\ndensity = 1.0": ("[lights.density] is 1.0", "a table"),
    "[lights.leaver_rate]\ngreen = 5\namber = 10": ("[lights.leaver_rate] green is 5", "95 % is written 0.95"),
    "[lights.female_share]\ngreen = 0.5\namber = 0.4": ("[lights.female_share]", "no good direction"),
    "[thresholds]\nsmall_n = -1": ("[thresholds] small_n is -1", "a whole number from 0 to 100"),
    "[thresholds]\nsmall_m = 5": ("[thresholds] small_m", "a setting that exists"),
    "[norms]\ndensty = 1.0": ("there is no setting [norms] densty,", "did you mean density?"),
    "[norms]\nonline_dys = 20": ("there is no setting [norms] online_dys,", "did you mean online_days"),
    "[norms]\ndensity = { livng = 1.0 }": ("[norms.density] livng", "a known kind of population"),
    "[norms]\ndensity = {}": ("[norms.density] is {}", "at least one kind of population"),
    "[norms]\nleaver_rate = { resident = 0.1 }": ("[norms] leaver_rate", "divided by population"),
    "[norms]\nlicensed_share = 45": ("[norms] licensed_share is 45", "a share from 0 to 1"),
    '[norms]\nkit = ["ecgg"]': ('[norms] kit is "ecgg"', "did you mean ecg?"),
    '[norms]\nkit = ["ecg", "ecg"]': ("[norms] kit", "none twice"),
    "[norms]\nkit = [[1]]": ("[norms] kit is [1]", "one of ecg"),
    "[norms]\nonline_days = 32": ("[norms] online_days is 32", "a whole number from 1 to 31"),
    "[norms]\nonline_days = true": ("[norms] online_days is true", "a whole number"),
    "[norms]\nactive_days = [90, 30]": ("[norms] active_days is [90, 30]", "whole numbers that rise"),
    "[norms]\nactive_days = []": ("[norms] active_days is []", "whole numbers that rise"),
    "[norms]\ntravel_minutes = [30, 30]": ("[norms] travel_minutes", "none twice"),
    "[norms]\nfull_time_hours = 0": ("[norms] full_time_hours is 0", "a number from 1 to 168"),
    "[norms]\navailable_hours = 3000": ("[norms] available_hours is 3000", "no more than a year of 40 hours a week"),
    "[norms.credits.doctor]\ntotal = 25": ("there is no setting [norms.credits] doctor,", "a known licence class"),
    "[norms.credits.physician]\nclass_3 = 25": ("[norms.credits.physician] class_3", "one of total, class_1, class_2, hours"),
    "[norms.credits.physician]\nclass_1 = [10, 5]": ("[norms.credits.physician] class_1 is [10, 5]", "not above the most"),
    "[norms.credits.physician]\nclass_1 = 5": ("[norms.credits.physician] class_1 is 5", "[least, most]"),
    "[norms.credits.physician]\ntotal = 40\nclass_1 = [5, 10]\nclass_2 = [15, 20]": ("[norms.credits.physician] total", "20 to 30"),
    "[norms.credits]\nphysician = 25": ("[norms.credits.physician] is 25", "a table"),
    '[retirement]\nschedule = "china_2024"': ('[retirement] schedule is "china_2024"', "did you mean china_2025?"),
    '[retirement]\nschedule = "own.csv"': ('[retirement] schedule names "own.csv"', "put it there or correct the name"),
    '[retirement]\nvillage_hird = 65': ("there is no setting [retirement] village_hird,", "did you mean village_hired"),
    "[retirement]\nvillage_hired = 30": ("[retirement] village_hired is 30", "an age of 40 to 90 years"),
    "[retirement]\nvillage_hired = 60.01": ("[retirement] village_hired is 60.01", "in whole months"),
    "[retirement]\nvillage_hired = []": ("[retirement] village_hired is []", '"cadre", "worker", "none"'),
    '[retirement]\nschedule = "none"\ncontract = "cadre"': ('[retirement] contract is "cadre"', "no table to go by"),
    "[retirement.village_docter]\nvillage_hired = 65": ("[retirement] village_docter", "did you mean village_doctor"),
    "[retirement.village_doctor]\nvillage = 65": ("[retirement.village_doctor] village", "a known contract type"),
    "[age_bands]\nstarts = [35, 55, 45, 60]": ("[age_bands] starts", "whole numbers that rise"),
    "[age_bands]\nstarts = [35, 45, 60]": ("[age_bands] starts is [35, 45, 60]", "add 55"),
    "[age_bands]\nstarts = [35, 55, 60, 120]": ("[age_bands] starts is 120", "from 16 to 90"),
    '[remoteness]\norder = ["class_9"]': ('[remoteness] order is "class_9"', "one of class_0"),
    "[remoteness]\norder = []": ("[remoteness] order is []", "least remote first"),
    '[remoteness]\norder = ["class_0"]\ntitles = { class_1 = { zh = "甲", en = "A" } }': ("[remoteness] titles class_1", "a class that is in order"),
    '[remoteness]\ntitles = { class_1 = { zh = "甲" } }': ("[remoteness] titles.class_1", "names in both languages"),
    '[prices]\nbase = "2015-01"': ('[prices] base is "2015-01"', "a year in quotes"),
    "[prices]\nbase = 2015": ("[prices] base is 2015", "a text"),
    '[population]\nkind = "living"': ('[population] kind is "living"', "one of household, resident, served"),
    '[population]\nkind = "served"\nkinds = ["resident"]': ('[population] kinds is ["resident"]', "served, the kind chosen, among them"),
    '[population]\nkinds = ["resident", "residents"]': ('[population] kinds is "residents"', "did you mean resident"),
    '[profiles]\navailable = ["internl"]': ('[profiles] available is "internl"', "did you mean internal?"),
    "[profiles]\navailable = []": ("[profiles] available is []", "at least one release profile"),
    "[profiles]\nrestricted = { k = 1 }": ("[profiles] restricted k is 1", "from 2 to 100"),
    "[profiles]\nrestricted = { kk = 5 }": ("[profiles] restricted kk", "k or round_to"),
    "[profiles]\nrestricted = { k = 12 }": ("[profiles] public is 10", "what leaves the bureau cannot hide less"),
    "[profiles]\npublic = { k = 10, round_to = 20 }": ("[profiles] public round_to is 20", "no more than k (10)"),
    "[profiles]\ndominance = { n = 2, share = 1.0 }": ("[profiles] dominance share is 1.0", "above 0 and below 1"),
    "[profiles]\ndominance = { m = 2 }": ("[profiles] dominance", "n and share"),
    '[due]\nyaer = 20': ("[due] yaer", "did you mean year"),
    "[due]\nyear = -1": ("[due] year is -1", "0 or more"),
    '[base]\nrural_doctors = ["village_docter"]': ('[base] rural_doctors is "village_docter"', "did you mean village_doctor"),
    "[base]\nrural_doctors = []": ("[base] rural_doctors is []", "at least one staff group"),
    '[[roots]]\ncode = "1"\nname_zh = "甲"\nname_en = " "': ("[[roots]]", "each a text"),
    '[[roots]]\ncode = "1"\nname_zh = "甲"\nname_en = "A"\n[[roots]]\ncode = "1"\nname_zh = "乙"\nname_en = "B"': ("[[roots]] code", "that differ"),
    "[survival]\nat = [12, true]": ("[survival] at is true", "a whole number"),
    "[boundaries]\npacks = [1]": ("[boundaries] packs", "a list of names"),
    "age_bands = 3": ("[age_bands] is 3", "a section [age_bands]"),
    "targets = 3": ("[[targets]] is 3", "a list of [[targets]] sections"),
    "[ligths.density]\ngreen = 1.0": ("[ligths] density", "the manual lists them all"),
}


@pytest.mark.parametrize("extra", WRONG)
def test_a_wrong_setting_is_refused_with_all_that_is_needed(extra: str) -> None:
    named, told = WRONG[extra]
    text = refusal(extra).text
    assert named in text.en and told in text.en
    assert text.en.startswith("site.toml: ") and "; " in text.en
    assert text.zh.startswith("site.toml：") and "；" in text.zh and "设置" in text.zh
    assert "\n" not in text.en + text.zh


def test_the_same_sections_written_rightly_are_taken() -> None:
    lights = site_with("[lights.density]\ngreen = 1.0\namber = 0.8").lights
    assert light_of(0.9, "ok", lights["density"], "higher").code == "amber"
    assert site_with("[norms]\ndensity = { served = 1.0 }").norms == {}, "a norm of another population is not shown for this one"
    assert site_with('[norms]\ndensity = { served = 1.0, resident = 1.5 }').norms == {"density": 1.5}
    assert site_with('[population]\nkind = "served"\n[norms]\ndensity = { served = 1.0, resident = 1.5 }').norms == {"density": 1.0}
    assert site_with('[population]\nkind = "served"').population_kinds == ("served", "household", "resident", "agricultural")
    assert site_with("[norms.credits]\nassistant = {}").standards.credits.keys() == {"physician", "rural_assistant"}
    assert site_with("[norms.credits.village_certificate]\nhours = 80").standards.credits["village_certificate"].hours == 80.0


def test_bands_and_classes_are_as_the_site_says() -> None:
    bands = site_with("[age_bands]\nstarts = [30, 35, 55, 60, 65]").age_bands
    assert [(b.code, b.from_age, b.to_age) for b in bands] == [
        ("under_30", 0, 29), ("30_34", 30, 34), ("35_54", 35, 54), ("55_59", 55, 59), ("60_64", 60, 64), ("65_over", 65, None)
    ]  # fmt: skip
    classes = site_with('[remoteness]\norder = ["class_1", "class_0"]\ntitles = { class_1 = { zh = "近郊", en = "Near" } }').remoteness
    assert [(c.code, c.title.en, c.is_used) for c in classes][:3] == [
        ("class_1", "Near", True), ("class_0", "Not remote", True), ("class_2", "Remote class 2", False)
    ]  # fmt: skip


@given(st.sets(st.integers(16, 90), max_size=8))
def test_every_age_lies_in_exactly_one_band(more: set[int]) -> None:
    starts = sorted(more | {35, 55, 60})
    bands = site_with(f"[age_bands]\nstarts = {starts}").age_bands
    assert all(sum(b.from_age <= age and (b.to_age is None or age <= b.to_age) for b in bands) == 1 for age in range(110))
    assert len({b.code for b in bands}) == len(bands) == len(starts) + 1


def _values() -> st.SearchStrategy[Any]:
    names = st.sampled_from([s.name for s in SETTINGS] + ["density", "leaver_rate", "physician", "village_doctor", "none", "all", "2025"])
    plain = st.one_of(
        st.booleans(), st.integers(-5, 400), st.floats(allow_nan=True), names, st.text(string.printable, max_size=4), st.dates()
    )
    return st.recursive(plain, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)), max_leaves=6)


@given(st.sampled_from(sorted({s.section.partition(".")[0] for s in SETTINGS})), _values(), st.data())
def test_whatever_is_written_is_read_or_refused(section: str, value: Any, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([s.name for s in SETTINGS if s.section.startswith(section)] + ["density", "contract", "year"]))
    written = data.draw(st.sampled_from([value, {name: value}, [{name: value}]]))
    text = text_with(tomli_w.dumps({section: written}))
    try:
        found: Site | None = parse_site(text)
    except XiangyiError as error:
        found = None
        assert error.text.en.startswith("site.toml: ") and error.text.zh.startswith("site.toml：")
    assert found is None or found.name
