"""The address holds the whole view: links open it, back returns to it, a click on the map writes it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation
from pytest import approx

from dashboard import words
from dashboard.mistaken import SAID
from dashboard.render.powerpoint import GROUNDS
from dashboard.script_words import SLIDE_TEMPLATES
from tests.browser.conftest import Seen, go, shot, wait_filled
from tests.browser.reading import settle

SEAT = """code => {
  const gd = document.querySelector('[data-card=density_map] .js-plotly-plot');
  const map = gd._fullLayout.map._subplot.map;
  return fetch(gd.data[0].geojson).then(r => r.json()).then(json => {
    const ring = json.features.find(f => f.properties.code === code).geometry;
    const outer = ring.type === 'Polygon' ? ring.coordinates[0] : ring.coordinates[0][0];
    const mean = i => outer.reduce((sum, p) => sum + p[i], 0) / outer.length;
    const at = map.project([mean(0), mean(1)]);
    const box = map.getCanvas().getBoundingClientRect();
    return [box.x + at.x, box.y + at.y];
  });
}"""


def query(page: Page) -> dict[str, str]:
    """The parts of the page's address."""
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query).items()}


def choose(page: Page, place: int, words_typed: str) -> None:
    """Choose an option of a control of the bar, as a person who types does."""
    control = page.locator(".bar .mantine-Select-input").nth(place)
    control.click()
    control.fill(words_typed)
    page.locator(".mantine-Select-option:visible", has_text=words_typed).first.click()


def test_a_link_opens_the_same_view(page, demo):
    go(page, f"{demo}/supply?region=140322&period=2021&by=sex&lang=en", "supply")
    chosen = [i.input_value() for i in page.locator(".bar .mantine-Select-input").all()]
    assert (chosen[1], chosen[3]) == ("2021", words.BREAKDOWN["sex"].en)
    assert "2021" in page.inner_text(".answer")
    page.click(".nav-link >> nth=0")
    wait_filled(page, "overview")
    assert query(page) == {"region": "140322", "period": "2021", "by": "sex", "lang": "en"}


def test_choosing_a_period_and_going_back(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140300", "overview")
    first = page.inner_text("[data-indicator=headcount] .value")
    page.evaluate("document.querySelector('[data-card=density_map] .js-plotly-plot').dataset.kept = 'yes'")
    choose(page, 1, "2018")
    page.wait_for_function("() => document.querySelector('.answer').innerText.includes('2018')")
    assert query(page) == {"region": "140300", "period": "2018"}
    assert page.inner_text("[data-indicator=headcount] .value") != first
    assert page.evaluate("document.querySelector('[data-card=density_map] .js-plotly-plot').dataset.kept") == "yes"
    page.wait_for_function("() => document.querySelector('[data-card=density_ranking] h2').innerText.includes('2018')")
    page.go_back()
    page.wait_for_function("() => !document.querySelector('.answer').innerText.includes('2018')")
    assert page.inner_text("[data-indicator=headcount] .value") == first
    expect(page.locator(".bar .mantine-Select-input").nth(1)).not_to_have_value("2018")
    assert seen.faults == []


def test_clicks_on_the_map_lead_down_level_by_level_and_the_breadcrumb_back(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140300", "overview")
    for region, wanted in (("140300", 6), ("140322", 9)):
        settle(page)
        page.wait_for_timeout(1_000)  # the map draws its first view
        x, y = page.evaluate(SEAT, "140322200")
        page.mouse.move(x - 3, y)
        page.mouse.move(x, y, steps=4)
        page.mouse.click(x, y)
        page.wait_for_function("region => new URLSearchParams(location.search).get('region') !== region", arg=region)
        drilled = query(page)["region"]
        assert drilled.startswith("140322") and len(drilled) == wanted
    page.wait_for_function("() => document.querySelectorAll('.crumbs > a').length === 2")
    page.click(".crumbs > a >> nth=1")
    page.wait_for_function("() => document.querySelectorAll('.crumbs > a').length === 1")
    assert query(page)["region"] == "140322"
    assert seen.faults == []


VIEW = """() => {
  const map = document.querySelector('[data-card=density_map] .js-plotly-plot')._fullLayout.map._subplot.map, at = map.getCenter();
  return [at.lng, at.lat, map.getZoom()];
}"""


STILL = """period => new Promise(done => {
  const map = document.querySelector('[data-card=density_map] .js-plotly-plot')._fullLayout.map._subplot.map, title = document.querySelector('[data-card=density_map] h2');
  let drawings = 0;
  const counted = () => { drawings += 1; };
  map.on('render', counted);
  new MutationObserver((_, told) => {
    told.disconnect();
    requestAnimationFrame(() => window.xiangyi.drawn().then(() => {
      const before = drawings;
      setTimeout(() => { map.off('render', counted); done([before, drawings - before]); }, 600);
    }));
  }).observe(title.parentElement, { subtree: true, childList: true, characterData: true });
  go({ period: period });
})"""


def test_a_map_that_stands_is_not_drawn_again(page, demo):
    """Names that fade in would be drawn for a third of a second, and a reader of a slow machine waits for each."""
    go(page, f"{demo}/?region=140322&lang=zh", "overview")
    settle(page)
    for period in ("2024", "2021", "2018"):
        before, after = page.evaluate(STILL, period)
        assert before > 0 and after <= 1, (period, before, after)  # the frame under way
        settle(page)


def test_a_map_is_brought_closer_by_key_and_wheel_and_shown_whole_again(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140322&lang=zh", "overview")
    settle(page)
    first = page.evaluate(VIEW)
    card = page.locator("[data-card=density_map]")
    card.locator(".zoom button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"zoom => ({VIEW})()[2] > zoom + 0.99", arg=first[2])
    box = card.locator(".maplibregl-canvas").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.wheel(0, 120)  # the page's own
    assert page.evaluate(VIEW) == approx([*first[:2], first[2] + 1], abs=1e-3)
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, 120)
    page.keyboard.up("Control")
    page.wait_for_function(f"zoom => ({VIEW})()[2] < zoom + 0.6", arg=first[2])
    assert page.evaluate(VIEW)[:2] != approx(first[:2], abs=1e-4), "about the pointer"
    page.evaluate("() => go({ period: '2019' })")
    page.wait_for_function("() => document.querySelector('[data-card=density_ranking] h2').innerText.includes('2019')")
    settle(page)
    assert page.evaluate(VIEW)[2] == approx(first[2] + 0.5, abs=1e-3)
    shot(page, "map-closer")
    card.locator(".zoom button").last.click()
    page.wait_for_function(f"zoom => Math.abs(({VIEW})()[2] - zoom) < 0.1", arg=first[2])  # the card is as high as its neighbours of that year
    assert page.evaluate(VIEW)[:2] == approx(first[:2], abs=1e-3) and seen.faults == []


def test_a_map_brought_closer_never_falls_back_on_the_way(page, demo):
    """Plotly draws a map again before it tells of its view: fitted anew in between, a second step would begin at the wrong place."""
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140322&lang=zh", "overview")
    settle(page)
    first = page.evaluate(VIEW)
    seen_on_the_way = page.evaluate("""async () => {
      const plot = document.querySelector('[data-card=density_map] .js-plotly-plot'), map = plot._fullLayout.map._subplot.map, zooms = [];
      map.on('moveend', () => zooms.push(map.getZoom()));
      const told = new Promise((done) => plot.on('plotly_relayout', done));
      plot.querySelector('.zoom button').click();
      await told;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return zooms;
    }""")
    assert seen_on_the_way == approx([first[2] + 1] * len(seen_on_the_way), abs=1e-3) and seen_on_the_way and seen.faults == []


def test_a_map_moved_by_hand_stays_so_while_the_place_is_the_same(page, demo):
    """Moved, then shown another period, in a window of another size, and another period again; another place is fitted anew."""
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140322&lang=zh", "overview")
    settle(page)
    first = page.evaluate(VIEW)
    box = page.locator("[data-card=density_map] .maplibregl-canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=6)
    page.wait_for_timeout(200)  # let go at rest: it does not glide on
    page.mouse.up()
    page.wait_for_timeout(300)
    moved = page.evaluate(VIEW)
    assert moved[:2] != approx(first[:2], abs=1e-4)
    for period, width in (("2018", 1680), ("2019", 1400), ("2020", 1400)):
        page.set_viewport_size({"width": width, "height": 1000})
        page.evaluate("period => go({ period: period })", period)
        page.wait_for_function("year => document.querySelector('[data-card=density_ranking] h2').innerText.includes(year)", arg=period)
        settle(page)
        assert page.evaluate(VIEW) == approx(moved, abs=1e-6), (period, width)
    page.evaluate("() => go({ region: '140321' })")
    page.wait_for_function("() => document.querySelectorAll('.crumbs .here')[0].innerText.includes('平定')")
    settle(page)
    there = page.evaluate(VIEW)
    go(page, page.url, "overview")
    settle(page)
    assert there == approx(page.evaluate(VIEW), abs=0.02) and seen.faults == []


def test_a_drawing_asked_for_again_before_its_turn_is_drawn_once_and_heard(page, demo):
    """Who asked first is told when it stands, not before: what listens to a drawing needs it there."""
    go(page, f"{demo}/?region=140322&lang=zh", "overview")
    found = page.evaluate("""() => {
      const at = document.body.appendChild(document.createElement('div')), figure = y => ({ data: [{ y: [y] }], layout: {} });
      return Promise.all([1, 2].map(y => window.Plotly.react(at, figure(y)).then(plot => [typeof plot.on, plot.data[0].y[0]])));
    }""")
    assert found == [["function", 2], ["function", 2]]


def test_an_unknown_address_is_said_kindly(page, demo):
    for path, name in (("/?region=nowhere", "region"), ("/?period=1999", "period"), ("/supply?lang=fr&region=140321", "lang")):
        page.goto(demo + path)
        page.wait_for_selector("h1")
        assert page.inner_text("h1") == SAID[name][0].zh and path.partition("=")[2].partition("&")[0] in page.inner_text(".answer")
    page.click(".page a.button")
    wait_filled(page, "supply")
    assert query(page) == {"region": "140321"}, "what was right is kept"


def test_the_language_changes_in_place(page, demo):
    go(page, f"{demo}/pay?region=140300&period=2022", "pay")
    page.click(".language")
    page.wait_for_function("() => document.querySelector('h1').innerText.startsWith('What do they earn')")
    assert query(page) == {"region": "140300", "period": "2022", "lang": "en"}


def test_slides_tell_how_far_they_are_and_can_be_stopped(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    saved = []
    page.on("download", lambda download: saved.append(download.suggested_filename))
    go(page, f"{demo}/supply?region=140300&period=2022&lang=en", "supply")
    page.click("[data-leads='~export']")
    page.wait_for_function("() => /[1-9]\\d*%/.test(document.querySelector('.taking').textContent)")
    page.click(".taking button")
    page.wait_for_selector(".taking", state="detached")
    page.wait_for_timeout(6000)
    assert saved == [] and seen.faults == []


def test_the_page_downloads_as_slides(page, demo, tmp_path):
    go(page, f"{demo}/supply?region=140300&period=2022", "supply")
    with page.expect_download() as started:
        page.click(".button")
    file = tmp_path / "deck.pptx"
    started.value.save_as(file)
    assert file.read_bytes()[:2] == b"PK" and started.value.suggested_filename == "xiangyi-supply-140300-2022.pptx"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_of_slides_is_chosen_by_keyboard_and_kept(page, demo, tmp_path, lang):
    """The menu beside Export: arrows move in it, Enter makes the slides, Escape leaves it; the next export has the same look."""
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/indicators?region=140300&lang={lang}", "indicators")
    page.focus("#templates")
    page.keyboard.press("Enter")
    items = page.locator(".template-menu [role=menuitem]")
    assert items.all_inner_texts() == [said.of(lang) for said in SLIDE_TEMPLATES.values()]
    assert items.first.get_attribute("aria-current") == "true" and page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    page.keyboard.press("Escape")
    assert items.count() == 0 and page.evaluate("document.activeElement.id") == "templates"
    for key in ("Enter", "End"):
        page.keyboard.press(key)
    expect(items.last).to_be_focused()
    page.keyboard.press("Tab")
    expect(items, "a menu that is left closes").to_have_count(0)
    assert page.evaluate("document.querySelector('#templates').compareDocumentPosition(document.activeElement)") == 4, "and the way goes on after it"
    for button, look in (("#templates", ".template-menu"), ("[data-menu] >> nth=0", ".card-menu")):
        for count in (1, 0):
            page.click(button)
            expect(page.locator(look), "a second press closes").to_have_count(count)
            assert page.locator(button).get_attribute("aria-expanded") == str(count == 1).lower()
    page.focus("#templates")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    looks = []
    for take in (lambda: page.keyboard.press("Enter"), lambda: page.click("[data-leads='~export']")):
        with page.expect_download() as started:
            take()
        started.value.save_as(tmp_path / "deck.pptx")
        looks.append(str(Presentation(str(tmp_path / "deck.pptx")).slides[0].shapes[0].fill.fore_color.rgb))
        page.wait_for_selector(".taking", state="detached")
    assert looks == [GROUNDS["red_gold"].ground.removeprefix("#")] * 2 and seen.faults == []
