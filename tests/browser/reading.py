"""What a page gives to those who read it otherwise: every word of it, the faults axe finds, the numbers under the pointer."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

from pipelines.core.text import Lang
from tests.unit.dashboard.spoken import Recorded, foreign

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
HEAVY = ("serious", "critical")
_RUN = """async () => {
  const found = await axe.run({ exclude: ['tbody tr:nth-child(n+13)', '.ag-row:nth-child(n+13)'] }, { resultTypes: ['violations'] });
  return found.violations.map(v => [v.impact, v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' | ' + n.failureSummary.slice(0, 200))]);
}"""  # rows beyond the first dozen are made as these are
_WORDS = """() => {
  const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    if (text && walker.currentNode.parentElement.checkVisibility() && !walker.currentNode.parentElement.closest('script, style')) { found.add(text); }
  }
  document.querySelectorAll('body *').forEach(one => {
    if (!one.checkVisibility()) { return; }
    ['aria-label', 'title', 'alt', 'placeholder', 'aria-description', 'aria-roledescription'].forEach(name => {
      const said = one.getAttribute(name);
      if (said) { found.add(said); }
    });
    if (one.tagName === 'INPUT' && one.type === 'text' && one.value) { found.add(one.value); }
  });
  return [...found];
}"""
_POINTED = """() => Object.fromEntries([...document.querySelectorAll('.card')].map(card => {
  const gd = card.querySelector('.js-plotly-plot');
  const points = gd && gd.offsetHeight ? gd.data.flatMap(trace => (trace.customdata || []).map(told => told[0])) : [];
  return [card.dataset.card, points];
}))"""


def stand(page: Page) -> None:
    """Wait until the page stands as it opens: the cards that come last are there, every grid has its cells, and nothing was scrolled to."""
    page.wait_for_function("() => !document.querySelector('[aria-busy], .ag-delay-render')")


def settle(page: Page) -> None:
    """Wait until the page stands, bring every grid into view as a reader does, and return to the top."""
    stand(page)
    for grid in page.locator(".ag-root-wrapper").all():
        grid.scroll_into_view_if_needed()
        grid.locator(".ag-delay-render").wait_for(state="detached")
    page.evaluate("window.scrollTo(0, 0)")


def faults(page: Page) -> list[Any]:
    """Return what axe finds on the page that is serious or critical."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    return [found for found in page.evaluate(_RUN) if found[0] in HEAVY]


def misspoken(page: Page, lang: Lang, recorded: Recorded) -> set[tuple[str, str]]:
    """Return the words on the page, seen or said by a screen reader (what opens later is read in tests/unit/dashboard), that are not of its language, each with where it stands."""
    return {(word, said[:80]) for said in page.evaluate(_WORDS) for word in foreign(said, lang, recorded)}


def pointed(page: Page) -> dict[str, list[str]]:
    """Return what a pointer is told on the marks of each card's drawing, as the browser holds it."""
    found: dict[str, list[str]] = page.evaluate(_POINTED)
    return found
