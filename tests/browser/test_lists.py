"""Long lists in the browser: found by words in either language, ordered by their heads, told apart by their grounds, printed whole."""

from __future__ import annotations

import csv
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from dashboard.layout.plain import FEW
from tests.browser.conftest import Seen, go, shot
from tests.browser.reading import faults

SHOWN = "[data-card=catalogue] tbody tr:not(.out)"
FIELD = "[data-card=catalogue] .sift input"
RATIO = "() => { const of = colour => { const part = colour.match(/\\d+/g).slice(0, 3).map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);" \
    " return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2]; };" \
    " return [...document.querySelectorAll('[data-card=talk] .ag-cell.tone')].map(cell => { const look = getComputedStyle(cell);" \
    " const two = [of(look.color), of(look.backgroundColor)].sort((a, b) => b - a); return (two[0] + 0.05) / (two[1] + 0.05); }); }"

OF_ROWS = """async (steps) => {
  const cell = (type, words, props) => ({ type: type, props: Object.assign({ className: "of-a", children: words }, props) });
  const list = (count, asked) => ({ type: "Div", props: Object.assign({ className: "table sifted", children: [{ type: "Table", props: { children: [
    { type: "Thead", props: { children: [{ type: "Tr", props: { children: [cell("Th", "A", { "data-column": "a" })] } }] } },
    { type: "Tbody", props: { children: [...Array(count).keys()].map((i) => ({ type: "Tr", props: { children: [cell("Td", "row " + i)] } })) } },
  ] } }] }, asked) });
  const box = document.createElement("div"), root = window.ReactDOM.createRoot(box), told = [];
  const show = (node) => window.ReactDOM.flushSync(() => root.render(window.React.createElement(window.xiangyi.Sifted, { node: node })));
  document.body.append(box);
  for (const [count, asked, typed] of steps) {
    show(list(count, asked));
    const field = box.querySelector("input");
    if (typed) {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, typed);
      window.ReactDOM.flushSync(() => field.dispatchEvent(new Event("input", { bubbles: true })));
    }
    const holder = box.querySelector(".sifted"), status = box.querySelector("[role=status]");
    told.push({ shown: holder.querySelectorAll("tbody tr:not(.out)").length, found: holder.dataset.found || "", status: status ? status.textContent : "",
      longest: field ? field.maxLength : 0 });
  }
  root.unmount();
  box.remove();
  return told;
}"""


def firsts(page: Page, card: str, column: str) -> list[str]:
    """The words of a column, as the rows stand."""
    return page.locator(f"[data-card={card}] tbody tr:not(.out) td.of-{column}").all_inner_texts()


@pytest.mark.parametrize(("lang", "words"), [("zh", ("泰尔指数", "theil's t within", "theil_l_between")), ("en", ("Theil", "泰尔指数", "theil_l_between"))])
def test_an_indicator_is_found_by_its_name_in_either_language_and_by_its_code(page, demo, lang, words):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/indicators?region=140300&lang={lang}", "indicators")
    every = page.locator(SHOWN).count()
    for word in words:
        page.fill(FIELD, word)
        expect(page.locator("[data-card=catalogue] .sift [role=status]")).to_contain_text(str(every))
        assert 0 < page.locator(SHOWN).count() < every / 4, word
    shot(page, f"catalogue-found-{lang}")
    page.click("[data-card=catalogue] [data-menu]")
    link = page.locator(".menu-item[href*='catalogue.csv']").get_attribute("href")
    assert parse_qs(urlparse(str(link)).query)["found"] == ["theil_l_between"]
    found = page.request.get(f"{demo}{link}").text()
    page.keyboard.press("Escape")
    assert all(name.strip() in found for name in firsts(page, "catalogue", "indicator")) and found.count("\n") < every / 4
    page.emulate_media(media="print")
    assert page.locator("[data-card=catalogue] tbody tr:visible").count() == every, "paper has all rows"
    page.emulate_media(media="screen")
    page.fill(FIELD, "zzzz")
    expect(page.locator(SHOWN)).to_have_count(0)
    assert seen.faults == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_list_is_ordered_by_its_heads_by_key_as_well(page, demo, lang):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/data?region=140300&lang={lang}", "data")
    head = page.locator("[data-card=datasets] th[data-column=rows]")
    before = firsts(page, "datasets", "rows")
    ways = []
    for _ in range(3):
        head.locator("button").press("Enter")
        ways.append((head.get_attribute("aria-sort"), [int(text.replace(",", "")) for text in firsts(page, "datasets", "rows") if text.strip()[:1].isdigit()]))
    assert [way for way, _ in ways] == ["ascending", "descending", None]
    assert ways[0][1] == sorted(ways[0][1]) and ways[1][1] == sorted(ways[1][1], reverse=True) and firsts(page, "datasets", "rows") == before
    page.fill("[data-card=datasets] .sift input", "roster")
    assert page.locator("[data-card=datasets] tr:not(.out) a[href^='/template/roster']").count() == 1, "its template is there to be taken"
    page.fill("[data-card=findings] .sift input", "2025-12")
    assert set(firsts(page, "findings", "period")) == {"2025-12"} and page.locator("[data-card=findings] tr:not(.out) button[data-finding]").count() > 0
    assert seen.faults == []


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
def test_agreements_that_end_soon_stand_on_a_ground_that_is_explained(page, demo, lang, theme):
    go(page, f"{demo}/subsidies?region=140300&lang={lang}&theme={theme}", "subsidies")
    page.locator("[data-card=talk]").scroll_into_view_if_needed()
    page.locator("[data-card=talk] .ag-cell.tone-watch").first.wait_for()
    days = page.locator("[data-card=talk] .ag-cell.tone-watch").all_inner_texts()
    assert days and all(int(day) <= 90 for day in days)
    assert page.locator("[data-card=talk] .ag-cell[col-id=days]:not(.tone)").count() > 0
    assert min(page.evaluate(RATIO)) >= 4.5
    assert "90" in page.locator("[data-card=talk] .legend").inner_text() and page.locator("[data-card=talk] .swatch.tone-watch").count() == 1


@pytest.mark.parametrize("way", ["pressed", "by key"])
def test_who_follows_a_row_to_the_people_of_a_facility_keeps_the_light_he_reads_in(page, demo, way):
    """The list is kept for every reader: its links are of no light, whoever was first."""
    for theme, own in (("dark", "&theme=dark"), ("light", "")):
        go(page, f"{demo}/subsidies?region=140300&lang=zh{own}", "subsidies")
        page.locator("[data-card=talk]").scroll_into_view_if_needed()
        link = page.locator("[data-card=talk] a.onward").first
        assert "theme" not in str(link.get_attribute("href"))
        if way == "pressed":
            link.click()
        else:
            page.locator("[data-card=talk] .ag-cell.tone-watch").first.focus()
            page.keyboard.press("Enter")
        page.wait_for_function("() => window.location.search.includes('facility=')")
        page.wait_for_selector("[data-card=clinics]")
        assert page.evaluate("document.documentElement.dataset.theme") == theme and ("theme=dark" in page.url) == (theme == "dark")


def test_a_card_that_is_a_table_offers_its_picture(page, demo):
    go(page, f"{demo}/subsidies?region=140300&lang=en", "subsidies")
    page.click("[data-card=talk] [data-menu]")
    for form in ("png", "svg"):
        link = page.locator(f".menu-item[href*='talk.{form}']").get_attribute("href")
        answer = page.request.get(f"{demo}{link}")
        assert answer.status == 200 and len(answer.body()) > 20_000


def test_words_are_asked_only_where_there_is_a_field_for_them(page, demo):
    """A list that becomes short shows all its rows and sends nothing along; one that is cut says so."""
    go(page, f"{demo}/data?region=140300&lang=en", "data")
    asked = {"data-sift": "Find", "data-longest": "200"}
    long, short, again, cut = page.evaluate(OF_ROWS, [[12, asked, "row 1"], [5, {}, ""], [12, asked, ""], [12, {**asked, "data-cut": "CUT"}, ""]])
    assert (long["shown"], long["found"], long["longest"]) == (3, "row 1", 200) and "3" in long["status"]
    assert (short["shown"], short["found"], short["longest"]) == (5, "", 0)
    assert (again["shown"], again["found"]) == (3, "row 1") and not again["status"].endswith("CUT") and cut["status"].endswith("CUT")
    assert page.locator("[data-card=datasets] .sift input").get_attribute("maxlength") == "200"


@pytest.mark.parametrize(("lang", "page_name", "card", "column", "unordered"), [
    ("en", "services", "standards", "minutes", 0), ("zh", "claims", "register", "place", 2), ("en", "subsidies", "cases", "cases", 0),
    ("zh", "subsidies", "rates", "owed", 1), ("zh", "data", "cases", "persons", 0),
])
def test_records_in_words_are_ordered_by_their_heads_and_found_where_they_are_many(page, demo, lang, page_name, card, column, unordered):
    """A total stays on top; figures that stand in words are not ordered by their letters; a download has the order that is seen."""
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/{page_name}?region=140300&lang={lang}", page_name)
    rows, head = page.locator(f"[data-card={card}] tbody tr"), page.locator(f"[data-card={card}] th[data-column={column}]")
    before = rows.all_inner_texts()
    plain = page.request.get(f"{demo}/card/{page_name}/{card}.csv?region=140300&lang={lang}").text()
    assert len(before) > 1 and page.locator(f"[data-card={card}] .sift input").count() == (len(before) > FEW)
    assert page.locator(f"[data-card={card}] th:not([data-column])").count() == unordered
    ways = {}
    for _ in range(2):
        head.locator("button").press("Enter")
        ways[head.get_attribute("aria-sort")] = rows.all_inner_texts()
    assert set(ways) == {"ascending", "descending"} and sorted(ways["ascending"]) == sorted(ways["descending"]) == sorted(before)
    if card == "cases":
        assert ways["ascending"][0] == ways["descending"][0] == before[0], "all together"
    page.click(f"[data-card={card}] [data-menu]")
    link = str(page.locator(f".menu-item[href*='{card}.csv']").get_attribute("href"))
    taken = page.request.get(f"{demo}{link}").text()
    assert sorted(taken.splitlines()) == sorted(plain.splitlines()) and "desc" in link
    assert [line[0] for line in csv.reader(taken.splitlines()[1:])] == [row.split("\t")[0] for row in rows.all_inner_texts()], "in the order seen"
    page.keyboard.press("Escape")
    assert faults(page) == [] and seen.faults == []
    shot(page, f"list-{page_name}-{card}-{lang}")
