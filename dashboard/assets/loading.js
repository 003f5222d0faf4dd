/* While a new view is on its way the old figures are marked as such: who looks must not take them for those of the new place or period.
   The headings wait for the first answer (head), the cards for the second; a failed answer ends the waiting too. */
(function () {
  const CALL = "/_dash-update-component", FOLLOWS = 3000; // milliseconds in which the cards are asked for once the heading is there
  const HEAD = "head.children", CARDS = "drawn.data";
  const asked = window.fetch;
  let heads = 0, cards = 0, timer = null;

  function mark() {
    const busy = { head: heads > 0, headlines: heads > 0, body: heads > 0 || cards > 0 || timer !== null };
    Object.keys(busy).forEach(function (id) {
      const part = document.getElementById(id);
      if (part && busy[id]) { part.setAttribute("aria-busy", "true"); } else if (part) { part.removeAttribute("aria-busy"); }
    });
    if (busy.body) { document.documentElement.dataset.loading = "yes"; } else { delete document.documentElement.dataset.loading; }
  }

  function expect(more) {
    window.clearTimeout(timer);
    timer = more ? window.setTimeout(function () { timer = null; mark(); }, FOLLOWS) : null;
  }

  /* What is answered is drawn in the next frame; until then the old figures stand. */
  function drawn(then) { window.requestAnimationFrame(function () { window.requestAnimationFrame(then); }); }

  function headed(answer) {
    heads -= 1;
    expect(answer !== null && answer.status === 200 && heads === 0);
    mark();
  }

  function filled() { drawn(function () { cards -= 1; mark(); }); }

  window.fetch = function (address, options) {
    const made = asked.apply(this, arguments);
    if (!String(address).includes(CALL) || !options || typeof options.body !== "string") { return made; }
    const output = options.body.slice(0, 2000);
    if (output.includes(HEAD)) {
      heads += 1;
      mark();
      made.then(headed, function () { headed(null); });
    } else if (output.includes(CARDS)) {
      cards += 1;
      expect(false);
      mark();
      made.then(filled, filled);
    }
    return made;
  };
})();
