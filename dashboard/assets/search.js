/* A place is found by its name in either language, by its code and by the initials of its syllables (yqs for 阳泉市); a period by its words in
   either language (2025q2, 25年二季度, half 1). What an entry is found by comes with it. */
window.dashMantineFunctions = Object.assign(window.dashMantineFunctions || {}, {
  /* A whole word stands before what begins so, and that before what holds it somewhere; among equals the higher place, then what is of the
     root that is looked at. A group stands where its best entry does. */
  findChoice: function (asked) {
    const typed = asked.search.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean), joined = typed.join("");
    const seen = new URLSearchParams(said("search")).get("region");
    const all = asked.options.flatMap((one) => one.items || [one]);
    const root = (all.find((place) => place.value === seen) || {}).root;
    const words = (place) => (place.search || place.label.toLowerCase()).split(" ");
    const near = (place, word) => words(place).reduce((best, part) => Math.min(best, part === word ? 0 : part.startsWith(word) ? 1 : 2), 2);
    const rank = (place) => [words(place).includes(joined) ? 0 : Math.max(...typed.map((word) => near(place, word))), place.depth, place.root === root ? 0 : 1];
    const before = (a, b) => a.map((part, at) => part - b[at]).find((gap) => gap) || 0;
    const found = asked.options.map((one) => {
      const fitting = (one.items || [one]).filter((place) => typed.every((word) => words(place).join(" ").includes(word)));
      const ranked = fitting.map((place) => ({ place: place, rank: typed.length ? rank(place) : [] })).sort((a, b) => before(a.rank, b.rank));
      return { ranked: ranked, shown: one.items ? Object.assign({}, one, { items: ranked.map((each) => each.place) }) : one };
    }).filter((one) => one.ranked.length);
    window.xiangyi.unfound = found.length ? "" : asked.search;
    return found.sort((a, b) => before(a.ranked[0].rank, b.ranked[0].rank)).map((one) => one.shown);
  }
});

/* What is typed into a field of the bar takes the place of what it says: all of it is marked when the field is entered, and while its list is
   closed. A press of the mouse would set a mark of its own, so the click after it counts. */
(function () {
  let pressed = null;
  const fieldOf = (event) => event.target instanceof Element && event.target.closest(".bar input.mantine-Select-input:not([readonly])");
  const isClosed = (field) => !field.hasAttribute("data-expanded");
  document.addEventListener("pointerdown", function (event) { const field = fieldOf(event); pressed = field && isClosed(field) ? field : null; }, true);
  document.addEventListener("click", function (event) { const field = fieldOf(event); if (field && field === pressed) { field.select(); } }, true);
  document.addEventListener("focusin", function (event) { const field = fieldOf(event); if (field) { field.select(); } }, true);
  document.addEventListener("keydown", function (event) {
    const field = fieldOf(event), isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (field && isLetter && isClosed(field)) { field.select(); }
  }, true);
  /* Enter chooses by what was typed: pressed before the list has followed, it waits until it has, or until more is typed. */
  const LONGEST = 180; // frames, not milliseconds: a page that is busy drawing for seconds has not looked at what was typed meanwhile
  const COMPOSED = 229; // the code of a key an input method has taken for itself
  let typed = null, waiting = null;
  const forget = function () { typed = null; waiting = null; };
  document.addEventListener("click", forget, true); // on an entry of the list, or away from it
  document.addEventListener("focusout", forget, true);
  document.addEventListener("keydown", function (event) {
    const field = fieldOf(event), isGivenUp = event.isTrusted && event.key === "Escape" && !event.isComposing && field && typed && typed.field === field;
    if (event.key === "Escape" || event.key === "Tab") { forget(); }
    if (isGivenUp) { window.setTimeout(() => sayAgain(field), 0); } // once its list has closed
  }, true);
  document.addEventListener("input", function (event) {
    const now = fieldOf(event);
    if (now) {
      waiting = null;
      typed = { field: now, isListed: false };
      const mine = typed;
      window.requestAnimationFrame(() => window.requestAnimationFrame(() => { mine.isListed = true; }));
    }
  }, true);
  const kindOf = (field) => field.id.includes('"period"') ? "period" : "region";
  const marked = (field) => typed.isListed ? document.querySelector("[id='" + field.getAttribute("aria-controls") + "'] [data-combobox-selected]") : null;
  /* What chose nothing makes way for the name of the place again, which is marked: leaving the field and coming back does that. */
  function sayAgain(field) {
    field.blur();
    field.focus();
    const escape = { key: "Escape", code: "Escape", keyCode: 27, bubbles: true, cancelable: true };
    window.setTimeout(() => field.dispatchEvent(new KeyboardEvent("keydown", escape)), 0); // its list, open by now
  }
  document.addEventListener("click", function (event) {
    const chosen = event.target instanceof Element && event.target.closest(".mantine-Select-option[data-combobox-active]");
    const field = chosen && document.activeElement.closest(".bar input.mantine-Select-input");
    if (field && field.getAttribute("aria-controls") === chosen.closest("[role=listbox]").id) { window.setTimeout(() => sayAgain(field), 0); }
  }, true); // before its list is gone
  /* The marked entry is clicked, the key is not passed on: a list that is opened by what is pasted forgets which entry it has marked. */
  function enterWhenReady(field, wait) {
    if (waiting !== wait || document.activeElement !== field) { return; }
    const entry = marked(field);
    if (entry) {
      entry.click();
    } else if (wait.frames-- > 0 && !(typed.isListed && window.xiangyi.unfound === field.value)) {
      window.requestAnimationFrame(() => enterWhenReady(field, wait));
    } else {
      if (window.xiangyi.unfound === field.value) { // else the old name alone is heard
        say(said("unfound").replace("{typed}", field.value) + said("type_" + kindOf(field)));
      }
      sayAgain(field);
    }
  }
  document.addEventListener("keydown", function (event) {
    const field = fieldOf(event);
    if (!field || event.key !== "Enter" || event.isComposing || event.keyCode === COMPOSED || !typed || typed.field !== field) { return; }
    event.preventDefault();
    event.stopPropagation();
    waiting = { frames: LONGEST };
    enterWhenReady(field, waiting);
  }, true);
  /* An input method takes the keys itself and begins with this. */
  document.addEventListener("compositionstart", function (event) { const field = fieldOf(event); if (field && isClosed(field)) { field.select(); } }, true);
})();
