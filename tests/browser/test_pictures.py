"""Pictures of drawings that the browser makes: they carry what their card tells, whole, for they are seen without it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboard.render.plotly_parts import on_white
from tests.browser.conftest import go

TOLD = """card => {
  const one = document.querySelector(`[data-card=${card}]`), info = [...one.querySelectorAll('.foot > .info')].map(mark => mark.dataset.definition);
  return { title: one.querySelector('h2').firstChild.textContent, finding: one.querySelector('.finding').textContent,
    foot: [...one.querySelectorAll('.foot > span')].map(part => part.textContent), policies: info[0], definition: info[info.length - 1] };
}"""
MOUNTED = """([text, finding]) => {
  const holder = document.createElement('div');
  holder.innerHTML = text.replace(/ns\\d+:/g, '').replace(/xmlns(:ns\\d+)?="[^"]*"/g, '');
  document.body.append(holder);
"""
BUILD = {"zh": "版本 b", "en": "build b"}


def closed(words: str) -> str:
    """Return words without the spaces at which lines end."""
    return re.sub(r"\s", "", words)


def svg(page, card: str) -> ElementTree.Element:
    """Take the picture of a card as SVG and return it."""
    page.click(f"[data-card={card}] [data-menu]")
    with page.expect_download() as started:
        page.locator(f"[data-card={card}] .menu-item", has_text="SVG").click()
    return ElementTree.fromstring(Path(started.value.path()).read_bytes())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_of_a_drawing_carries_its_policies_its_definition_its_finding_and_its_build(page, demo, lang):
    go(page, f"{demo}/retention?region=140300&period=2025&lang={lang}", "retention")
    told = page.evaluate(TOLD, "leaver_trend")
    root = svg(page, "leaver_trend")
    texts = [element for element in root.iter() if element.tag.endswith("}text")]
    said = closed(" ".join(part for element in texts for part in element.itertext()))
    assert "\n" in told["policies"] and told["definition"] and told["foot"]
    for words in (told["title"], told["finding"], *told["foot"], *told["policies"].split("\n"), told["definition"], BUILD[lang]):
        assert closed(words) in said, words
    assert said.count("①") >= 2, "on the drawing and in the list under it"


def test_no_word_of_a_picture_stands_beyond_its_edge(page, demo):
    go(page, f"{demo}/retention?region=140300&period=2025&lang=en", "retention")
    text = ElementTree.tostring(svg(page, "leaver_trend"), encoding="unicode")
    over = page.evaluate(MOUNTED + """
      const edge = holder.firstElementChild.getBoundingClientRect();
      return [...holder.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()])
        .filter(([words, box]) => box.width && (box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1))
        .map(([words]) => words);
    }""", [text, ""])
    assert over == []


@pytest.mark.parametrize(("name", "card"), [("pay", "pay_gaps"), ("retention", "exit_reasons")])
def test_a_legend_stands_under_what_is_found(page, demo, name, card):
    go(page, f"{demo}/{name}?region=140300&period=2025&lang=en", name)
    page.locator(f"[data-card={card}]").scroll_into_view_if_needed()
    finding = page.evaluate(TOLD, card)["finding"]
    page.wait_for_selector(f"[data-card={card}] .legend text")
    lowest, highest = page.evaluate(MOUNTED + """
      const boxes = (chosen) => [...holder.querySelectorAll('text')].filter(chosen).map(one => one.getBoundingClientRect()).filter(box => box.width);
      const close = words => words.replace(/\\s/g, '');
      const isOfFinding = one => one.textContent.length > 12 && close(finding).includes(close(one.textContent));
      const found = boxes(one => isOfFinding(one) && !one.closest('.legend'));
      return [Math.max(...found.map(box => box.bottom)), Math.min(...boxes(one => one.closest('.legend')).map(box => box.top))];
    }""", [ElementTree.tostring(svg(page, card), encoding="unicode"), finding])
    assert lowest and highest >= lowest - 1, (lowest, highest)


@pytest.mark.parametrize(("name", "card"), [("retention", "leaver_trend"), ("supply", "age_licence"), ("subsidies", "on_time_ranking")])
def test_the_picture_of_a_dark_page_is_in_the_colours_of_a_light_one(page, demo, name, card):
    """Of marks of few people and of bands as well: hollow ones are filled with the ground."""
    go(page, f"{demo}/{name}?region=140300&period=2025&lang=en&theme=dark", name)
    page.locator(f"[data-card={card}]").scroll_into_view_if_needed()
    page.wait_for_selector(f"[data-card={card}] .main-svg .xtick text")
    drawn = ElementTree.tostring(svg(page, card), encoding="unicode")
    seen = {tuple(map(int, rgb)) for rgb in re.findall(r"(?:fill|stroke): rgba?\((\d+), (\d+), (\d+)", drawn)}
    light, dark = ({tuple(bytes.fromhex(colour[1:])) for colour in colours} for colours in (on_white().values(), on_white()))
    assert len(seen & light) >= 3 and not seen & (dark - light), seen & dark
