/* A place is found by its name in either language, by its code and by the initials of its syllables (yqs for 阳泉市). */
window.dashMantineFunctions = Object.assign(window.dashMantineFunctions || {}, {
  findPlace: function (asked) {
    const typed = asked.search.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (place) => typed.every((word) => (place.search || place.label.toLowerCase()).includes(word));
    /* Names that begin as typed stand before those that hold it somewhere. */
    const first = (place) => (place.search || "").split(" ").some((part) => typed.length && part.startsWith(typed[0])) ? 0 : 1;
    const among = (places) => places.filter(fits).sort((a, b) => first(a) - first(b));
    return asked.options
      .map((one) => (one.items ? Object.assign({}, one, { items: among(one.items) }) : one))
      .filter((one) => (one.items ? one.items.length : fits(one)))
      .sort((a, b) => (a.items && b.items ? first(a.items[0]) - first(b.items[0]) : 0));
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
  const LONGEST = 3000; // milliseconds: what nothing fits is not waited for any longer
  const COMPOSED = 229; // the code of a key an input method has taken for itself
  let typed = null, waiting = 0;
  const forget = function () { typed = null; waiting = 0; };
  document.addEventListener("click", forget, true); // on an entry of the list, or away from it
  document.addEventListener("focusout", forget, true);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape" || event.key === "Tab") { forget(); } }, true);
  document.addEventListener("input", function (event) {
    const now = fieldOf(event);
    if (now) {
      waiting = 0;
      typed = { field: now, isListed: false };
      const mine = typed;
      window.requestAnimationFrame(() => window.requestAnimationFrame(() => { mine.isListed = true; }));
    }
  }, true);
  const isReady = (field) => typed.isListed && Boolean(document.querySelector("[id='" + field.getAttribute("aria-controls") + "'] [data-combobox-selected]"));
  function enterWhenReady(field, until) {
    if (waiting !== until || document.activeElement !== field) { return; }
    if (isReady(field)) {
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, bubbles: true, cancelable: true }));
    } else if (Date.now() < until) {
      window.requestAnimationFrame(() => enterWhenReady(field, until));
    }
  }
  document.addEventListener("keydown", function (event) {
    const field = fieldOf(event);
    if (!field || event.key !== "Enter" || event.isComposing || event.keyCode === COMPOSED || !typed || typed.field !== field) { return; }
    if (isReady(field)) { forget(); return; }
    event.preventDefault();
    event.stopPropagation();
    waiting = Date.now() + LONGEST;
    enterWhenReady(field, waiting);
  }, true);
  /* An input method takes the keys itself and begins with this. */
  document.addEventListener("compositionstart", function (event) { const field = fieldOf(event); if (field && isClosed(field)) { field.select(); } }, true);
})();
