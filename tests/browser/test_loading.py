"""While a new view is on its way the old figures are marked as old; a quick answer does not make the page flicker."""

from __future__ import annotations

import re
import time

import pytest

from tests.browser.conftest import Seen, go
from tests.browser.reading import faults, settle
from tests.browser.test_address import choose
from tests.browser.test_bar import AGAIN, HEARD

WATCH = """search => {
  const veiled = part => {
    const veil = getComputedStyle(part, '::after'), ground = veil.backgroundColor.match(/[\\d.]+/g).map(Number);
    return veil.visibility === 'visible' && Number(veil.opacity) >= 0.4 && ground.length === 3 && Number(veil.zIndex) > 10
      && parseFloat(veil.width) >= part.clientWidth - 1 && parseFloat(veil.height) >= part.clientHeight - 1;
  };
  window.seen = { busyAt: [], veiled: false, bar: 0 };
  const body = document.getElementById('body');
  new MutationObserver(() => {
    if (body.getAttribute('aria-busy') === 'true') { window.seen.busyAt.push(performance.now() - began); }
  }).observe(body, { attributes: true });
  const look = () => {
    const bar = document.querySelector('.loading');
    if (body.getAttribute('aria-busy') === 'true') { window.seen.busyAt.push(performance.now() - began); }
    window.seen.veiled = window.seen.veiled || veiled(body);
    window.seen.bar = Math.max(window.seen.bar, Number(getComputedStyle(bar).opacity));
    requestAnimationFrame(look);
  };
  const began = performance.now();
  if (search) { go({ period: search }); }
  look();
}"""
ASK = """output => { const began = performance.now();
  return fetch('/_dash-update-component?quick', { method: 'POST', body: JSON.stringify({ output: output }) })
    .then(() => performance.now() - began); }"""

LOWEST = """() => {
  const card = document.querySelector('[data-card=density_ranking]');
  const dots = card.querySelector('.js-plotly-plot').data.find(trace => trace.customdata);
  return [card.querySelector('.finding').innerText, dots.customdata[0][0].match(/<b>(.*?)<\\/b>/)[1] + '最低，为 ' + dots.customdata[0][0].match(/[\\d.]+ 人/)[0]];
}"""

SLOW = """() => {
  const asked = window.fetch;
  window.fetch = (address, options) => asked(address, options).then(answer => {
    if (!window.slow || !String(address).includes('_dash-update-component')) { return answer; }
    return answer.arrayBuffer().then(all => {
      const body = new ReadableStream({ start(to) { setTimeout(() => { to.enqueue(new Uint8Array(all)); to.close(); }, window.slow); } });
      return new Response(body, { status: answer.status, headers: answer.headers });
    });
  });
}"""  # the head of an answer comes at once, its body long after
STAY = """() => {
  const drawn = window.xiangyi.drawn, opened = new Promise(open => { window.goOn = () => { window.xiangyi.drawn = drawn; open(); }; });
  window.xiangyi.drawn = () => opened.then(drawn);
}"""  # drawing takes as long as the test says
MOVE = "period => go({ period: period })"


def late(route):
    time.sleep(0.7)
    route.continue_()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_old_figures_pale_until_the_new_ones_stand(page, demo, motion):
    seen = Seen(demo)
    seen.watch(page)
    page.emulate_media(reduced_motion=motion)
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    assert page.locator("[aria-busy]").count() == 0 and page.locator("html[data-loading]").count() == 0
    page.route("**/_dash-update-component*", late)
    page.evaluate(WATCH, "2019")
    page.wait_for_function("() => document.querySelector('[data-card=density_ranking] h2').innerText.includes('2019')")
    page.wait_for_function("() => !document.documentElement.dataset.loading")
    found = page.evaluate("() => ({ ...window.seen, first: window.seen.busyAt[0], last: window.seen.busyAt.at(-1) })")
    assert found["first"] < 100 and found["last"] - found["first"] > 650, "the answers are waited for"
    assert found["veiled"] and found["bar"] == 1
    page.unroute("**/_dash-update-component*")
    settle(page)
    assert page.locator("#body[aria-busy], #head[aria-busy]").count() == 0 and faults(page) == [] and seen.faults == []


@pytest.mark.parametrize("status", [204, 500])
def test_a_quick_answer_does_not_flicker_and_a_failed_one_is_not_waited_for(page, demo, status):
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    page.wait_for_function("() => !document.documentElement.dataset.loading")
    page.route("**/_dash-update-component?quick", lambda route: route.fulfill(status=status))
    page.evaluate(WATCH, "")
    took = page.evaluate(ASK, "..head.children...shown.data..")
    page.wait_for_timeout(400)
    found = page.evaluate("() => window.seen")
    assert found["busyAt"] and page.locator("html[data-loading]").count() == 0
    assert took > 150 or not found["veiled"], (took, found)


def test_the_period_is_chosen_by_hand_and_nothing_stays_pale(page, demo):
    go(page, f"{demo}/supply?region=140300&lang=en", "supply")
    choose(page, 1, "2020")
    page.wait_for_function("() => document.querySelector('.answer').innerText.includes('2020')")
    page.wait_for_function("() => !document.documentElement.dataset.loading")
    settle(page)
    assert page.locator("#body").evaluate("e => getComputedStyle(e, '::after').visibility") == "hidden"


def test_cards_that_come_after_a_later_choice_are_asked_for_again(page, demo):
    """The cards of a page just opened are held back; meanwhile another period is chosen, whose figures come first."""
    seen, held = Seen(demo), holding(page, '"mounted.data"')
    seen.watch(page)
    page.goto(f"{demo}/?region=140300&lang=zh")
    page.wait_for_selector("[data-card=density_ranking]", state="attached")
    wait_until(page, lambda: held)
    page.evaluate("() => window.dash_clientside.set_props('address', { search: '?region=140300&lang=zh&period=2019' })")
    page.wait_for_function("() => (document.querySelector('[data-card=density_ranking] h2') || {}).innerText?.includes('2019')")
    with page.expect_response(lambda answer: '"mounted.data"' in (answer.request.post_data or "") and answer.request != held[0].request):
        held[0].continue_()
    page.wait_for_function("() => document.querySelector('[data-card=density_ranking] h2').innerText.includes('2019')")
    page.wait_for_function("() => !document.documentElement.dataset.loading && !document.querySelector('[aria-busy]')")
    stale = [title for title in page.locator(".card h2").all_inner_texts() if re.search("2025(?!-12-31)", title)]  # a curve is of every year
    assert stale == [] and seen.faults == []


def test_going_back_and_forth_quickly_ends_with_the_drawings_of_the_heading(page, demo):
    """An answer made against drawings that another answer replaced meanwhile leaves out what has changed: the years differ in who is lowest."""
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=542500&lang=zh&period=2024", "overview")
    for period in ("2020", "2017", "2022"):
        page.evaluate("search => window.dash_clientside.set_props('address', { search: search })", f"?region=542500&lang=zh&period={period}")
        page.wait_for_function("year => document.querySelector('[data-card=density_ranking] h2').innerText.includes(year)", arg=period)
        settle(page)
    for gap in (60, 80, 100, 120, 140, 100):
        page.evaluate("history.go(-3)")
        page.wait_for_function("() => document.querySelector('[data-card=density_ranking] h2').innerText.includes('2024')")
        settle(page)
        for step in ("forward", "forward", "back"):
            page.evaluate(f"history.{step}()")
            page.wait_for_timeout(gap)
        page.wait_for_function("() => document.querySelector('[data-card=density_ranking] h2').innerText.includes('2020')")
        settle(page)
        page.wait_for_timeout(300)  # an answer out of turn comes within it
        settle(page)
        said, drawn = page.evaluate(LOWEST)
        assert drawn in said, gap
        page.evaluate("history.go(2)")
        page.wait_for_function("() => document.querySelector('[data-card=density_ranking] h2').innerText.includes('2022')")
        settle(page)
    assert seen.faults == []


def holding(page, *said):
    """Hold the next question that says all of this; what is held comes into the list."""
    held = []

    def hold(route):
        if all(words in (route.request.post_data or "") for words in said) and not held:
            held.append(route)
        else:
            route.fallback()

    page.route("**/_dash-update-component*", hold)
    return held


def let_go(page, held):
    """Let what was held be answered, and wait for the answer and a moment in which the page takes it."""
    with page.expect_response(lambda answer: answer.request == held[0].request):
        held[0].continue_()
    page.wait_for_timeout(300)


def headed(page, period):
    """Wait until the heading says a period."""
    page.wait_for_function("year => document.querySelector('.answer').innerText.includes(year)", arg=period)


def test_an_answer_that_comes_last_for_the_view_before_stays_marked_as_old(page, demo):
    """The last cards of two periods are awaited at once; the answer for the first comes last, and says nothing of the second."""
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    first, second = holding(page, '"id":"later"', "period=2019"), holding(page, '"id":"later"', "period=2018")
    page.evaluate(MOVE, "2019")
    wait_until(page, lambda: first)
    page.evaluate(MOVE, "2018")
    headed(page, "2018")
    wait_until(page, lambda: second)
    let_go(page, second)
    let_go(page, first)
    settle(page)
    assert "2018" in page.inner_text("[data-card=draft] .draft") and seen.faults == []


def test_a_note_marked_while_the_last_cards_are_awaited_does_not_leave_them_old(page, demo):
    page.add_init_script(HEARD)
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    page.evaluate(STAY)
    page.evaluate(MOVE, "2019")
    headed(page, "2019")
    page.wait_for_timeout(300)
    page.evaluate(AGAIN, "")
    page.wait_for_timeout(300)
    page.evaluate("() => window.goOn()")
    page.wait_for_function("() => !document.querySelector('[aria-busy]')", timeout=20_000)
    assert "2019" in page.inner_text("[data-card=draft] .draft")


def test_the_last_cards_are_asked_for_again_where_their_answer_failed(page, demo):
    held = holding(page, '"id":"later"')
    page.goto(f"{demo}/?region=140300&lang=zh")
    wait_until(page, lambda: held)
    held[0].abort()  # as an intranet may
    page.wait_for_function("() => document.querySelectorAll('.card[data-late]').length && !document.querySelector('[aria-busy]')")
    assert all(page.locator(".card[data-late] h2").all_inner_texts())


def test_the_last_cards_say_so_where_they_are_refused_and_are_not_asked_for_for_ever(page, demo):
    calls = []

    def refuse(route):
        if '"id":"later"' in (route.request.post_data or ""):
            calls.append(1)
            route.fulfill(status=400, body="{}")
        else:
            route.fallback()

    page.route("**/_dash-update-component*", refuse)
    page.goto(f"{demo}/?region=140300&lang=zh")
    page.wait_for_selector(".card[data-late][data-failed='这张卡片没有算出来；请刷新页面']")
    page.wait_for_timeout(6000)
    assert len(calls) == 1
    page.unroute("**/_dash-update-component*")
    page.evaluate(MOVE, "2019")
    settle(page)
    page.wait_for_function("() => [...document.querySelectorAll('.card[data-late] h2')].length && !document.querySelector('[data-failed]')")


def test_an_answer_that_was_overtaken_is_not_waited_for_and_changes_nothing(page, demo):
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    held = holding(page, "..head.children")
    page.evaluate(MOVE, "2019")
    wait_until(page, lambda: held)
    page.evaluate(MOVE, "2018")
    headed(page, "2018")
    page.wait_for_function("() => document.querySelector('[data-card=draft] .draft').innerText.includes('2018')")
    settle(page)
    let_go(page, held)
    assert page.locator("[aria-busy], html[data-loading]").count() == 0
    assert "2018" in page.inner_text(".answer") and "2018" in page.inner_text("[data-card=draft] .draft")


def test_the_page_is_pale_until_the_last_byte_of_a_slow_answer(page, demo):
    page.add_init_script(f"({SLOW})()")
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    page.evaluate("() => { window.slow = 2600; }")
    page.evaluate(MOVE, "2019")
    page.wait_for_timeout(2_450)
    assert "2019" not in page.inner_text(".answer") and page.locator("#head[aria-busy], #body[aria-busy]").count() == 2
    headed(page, "2019")


def test_the_library_of_drawings_comes_with_the_first_cards_and_the_page_is_awaited_until_they_are_drawn(page, demo):
    seen, cards, library, asked = Seen(demo), holding(page, '"mounted.data"'), [], []
    seen.watch(page)
    page.on("request", lambda request: asked.append(request.url) if "plotly.min.js" in request.url else None)
    page.route("**/plotly.min.js*", lambda route: library.append(route))
    page.goto(f"{demo}/?region=140300&lang=zh")
    wait_until(page, lambda: cards and library)  # the cards have no answer yet
    cards[0].continue_()
    page.wait_for_selector("[data-card=density_ranking] .dash-graph--pending")
    page.wait_for_timeout(500)
    assert page.locator("#body[aria-busy]").count() == 1 and page.locator(".js-plotly-plot").count() == 0
    assert page.locator("[data-card=density_ranking] .dash-graph--pending").evaluate("e => e.clientHeight") >= 300, "the room of the drawing"
    assert page.locator("#body").evaluate("e => getComputedStyle(e, '::after').visibility") == "hidden", "nothing old is to be seen"
    library[0].continue_()
    settle(page)
    assert page.locator(".dash-graph").count() == page.locator(".dash-graph .js-plotly-plot").count() > 3
    assert len(asked) == 1 and seen.faults == []


def test_cards_say_so_where_the_library_of_drawings_does_not_come(page, demo):
    page.route("**/plotly.min.js*", lambda route: route.abort())
    page.goto(f"{demo}/?region=140300&lang=zh")
    page.wait_for_selector("[data-card=density_ranking][data-failed='这张卡片没有算出来；请刷新页面']")
    page.wait_for_function("() => !document.querySelector('[aria-busy]') && !document.documentElement.dataset.loading")
    assert "下站街道和北大街街道最低" in page.inner_text("[data-card=density_ranking] .finding"), "the words are there"


def wait_until(page, found):
    """Wait, while the browser works on, until something is found."""
    end = time.monotonic() + 30
    while not found():
        assert time.monotonic() < end
        page.wait_for_timeout(20)
