/* While a new view is on its way the old figures are marked as such: who looks must not take them for those of the new place or period.
   The headings wait for the first answer; the cards come with it where the page stays, else with a second one. A failed answer ends the
   waiting too. */
(function () {
  const CALL = "/_dash-update-component", FOLLOWS = 2000; // milliseconds in which the next question follows: the heading after a choice, the cards after the heading
  const HEAD = "head.children", CARDS = "drawn.data";
  const asked = window.fetch;
  let heads = 0, cards = 0, timer = null, isTold = false, isHeaded = true;

  function mark() {
    const head = isTold || !isHeaded;
    const busy = { head: head, headlines: head, body: heads > 0 || cards > 0 || timer !== null };
    Object.keys(busy).forEach(function (id) {
      const part = document.getElementById(id);
      if (part && busy[id]) { part.setAttribute("aria-busy", "true"); } else if (part) { part.removeAttribute("aria-busy"); }
    });
    if (busy.body) { document.documentElement.dataset.loading = "yes"; } else { delete document.documentElement.dataset.loading; }
  }

  function expect(more) {
    window.clearTimeout(timer);
    timer = more ? window.setTimeout(function () { timer = null; isTold = false; isHeaded = heads === 0; mark(); }, FOLLOWS) : null;
  }

  /* What is answered is drawn from the next frame on; until then the old figures stand. */
  function drawn(then) {
    window.requestAnimationFrame(function () { window.xiangyi.drawn().then(function () { window.requestAnimationFrame(then); }); });
  }

  function headed(answer) {
    heads -= 1;
    isTold = false;
    const follows = answer !== null && answer.status === 200 && heads === 0;
    if (heads === 0 && !follows) { isHeaded = true; }
    expect(follows);
    mark();
  }

  function filled() { drawn(function () { cards -= 1; mark(); }); }

  /* A choice was made: the question it leads to is asked as soon as the page has taken note of it. */
  window.xiangyi = Object.assign(window.xiangyi || {}, {
    awaited: function () {
      if (heads > 0 || cards > 0) { return; }
      isTold = true;
      expect(true);
      mark();
    },
    /* What the first answer says is on the page; whether the cards are still to be asked for. */
    headed: function (asksCards) {
      if (!asksCards) { // the cards came with it: until they are drawn the old drawings stand, however long that takes
        cards += 1;
        expect(false);
      }
      drawn(function () {
        if (!asksCards) { cards -= 1; }
        if (heads === 0) { isHeaded = true; }
        mark();
      });
    },
  });
  window.addEventListener("popstate", window.xiangyi.awaited);
  window.addEventListener("_dashprivate_pushstate", window.xiangyi.awaited);

  window.fetch = function (address, options) {
    const made = asked.apply(this, arguments);
    if (!String(address).includes(CALL) || !options || typeof options.body !== "string") { return made; }
    const output = options.body.split('"outputs":', 1)[0]; // what is asked for, not what it is asked of
    if (output.includes(HEAD)) {
      heads += 1;
      isTold = isHeaded = false;
      mark();
      made.then(headed, function () { headed(null); });
    } else if (output.includes(CARDS)) {
      cards += 1;
      isTold = false;
      expect(false);
      mark();
      made.then(filled, filled);
    }
    return made;
  };
})();
