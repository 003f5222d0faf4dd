"""The foot says by whose chance a figure has its limits: the part that is counted, in words that hold of posts as of people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.charts import build_chart
from dashboard.render.sentence_ends import within_chance
from pipelines.analysis.change import counts, newcombe
from pipelines.core.text import LANGS
from pipelines.engine.chance import with_chance
from pipelines.indicators.ageing import RENEWAL_RATIO
from pipelines.indicators.posts import VACANCY_RATE
from pipelines.indicators.workload import RESIDENTS_PER_DOCTOR
from tests.unit.charts.samples import card, context, frame

SAID = {
    VACANCY_RATE: {"zh": ("分子", "泊松", "Byar"), "en": ("numerator", "Poisson", "Byar")},
    RESIDENTS_PER_DOCTOR: {"zh": ("分母", "泊松", "Byar"), "en": ("denominator", "Poisson", "Byar")},
    RENEWAL_RATIO: {"zh": ("分子、分母", "Wilson"), "en": ("numerator and denominator", "Wilson")},
}


def drawn(of, *parts, lang="zh", kind="trend"):
    about = context(lang)
    rows = [{"indicator": of.name, "period": str(2024 + i), "numerator": a, "denominator": b, "value": a / b} for i, (a, b) in enumerate(parts)]
    return build_chart(card(kind, of.name), with_chance(frame(*rows), of), replace(about, indicators={**about.indicators, of.name: of}))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("of", SAID, ids=lambda of: of.name)
def test_the_method_names_the_part_that_is_counted(of, lang) -> None:
    said = drawn(of, (10.0, 46.0), (12.0, 46.0), lang=lang).footer.method
    assert all(word in said for word in SAID[of][lang]) and "人数" not in said and "people" not in said and "95" in said
    assert ("Byar" in said) is (of.chance != "both"), "odds have Wilson's limits, no Poisson ones"


@pytest.mark.parametrize(("of", "judge"), [
    (RESIDENTS_PER_DOCTOR, lambda a, b, c, d: counts(d, c, b, a)), (RENEWAL_RATIO, lambda a, b, c, d: newcombe(c, c + d, a, a + b)),
], ids=["denominator", "both"])  # fmt: skip
def test_two_years_of_a_line_are_set_apart_as_their_counts_are(of, judge) -> None:
    """The sentence under a line and the change on a tile go by one rule, also of 7 doctors against 1."""
    for now in range(1, 16):
        for then in range(1, 41):
            parts = ((900.0, float(now)), (900.0, float(then))) if of.chance == "denominator" else ((float(now), 9.0), (float(then), 9.0))
            found = judge(*parts[0], *parts[1])
            before, after = drawn(of, *parts).series[0].points
            assert within_chance(after, before) is bool(found.lower <= 0 <= found.upper), parts
