/* What only stands on a page is drawn as one component (dashboard/layout/still.py), and one box tells what a mark ⓘ defines. */
(function () {
  function drawn(node, key) {
    if (node === null || typeof node !== "object") { return node; }
    const { children, ...props } = node.props;
    if (/\bsifted\b/.test(props.className)) { return window.React.createElement(window.xiangyi.Sifted, { key: key, node: node }); }
    const inner = Array.isArray(children) ? children.map(drawn) : children === undefined ? undefined : drawn(children);
    return window.React.createElement(node.type.toLowerCase(), Object.assign({ key: key }, props), inner);
  }

  function Still(props) { return window.React.createElement(window.React.Fragment, null, props.tree.map(drawn)); }

  window.xiangyi = Object.assign(window.xiangyi || {}, { Still: Still, elementOf: drawn });

  const GAP = 8;
  let shownBy = null, dismissed = null, at = "";
  const watch = new MutationObserver(() => { if (!stands()) { hide(); } });

  /* A page that is drawn anew takes a mark away, hides it, or lets it define another figure, and no pointer moves then. */
  function stands() { return shownBy.checkVisibility() && shownBy.dataset.definition === document.getElementById("tip").textContent; }

  function hide() {
    if (!shownBy) { return; }
    watch.disconnect();
    shownBy.removeAttribute("aria-describedby");
    shownBy = null;
    document.getElementById("tip").hidden = true;
  }

  function show(mark) {
    const tip = document.getElementById("tip");
    hide();
    tip.textContent = mark.dataset.definition;
    tip.classList.toggle("long", tip.textContent.length > 600); // several definitions
    tip.hidden = false;
    mark.setAttribute("aria-describedby", tip.id);
    shownBy = mark;
    watch.observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-definition", "data-mode"] });
    place();
  }

  /* Under the mark where there is room, else above it; never beyond the window. */
  function place() {
    const tip = document.getElementById("tip"), at = shownBy.getBoundingClientRect();
    const below = at.bottom + GAP + tip.offsetHeight <= window.innerHeight;
    tip.style.top = Math.max(GAP, below ? at.bottom + GAP : at.top - GAP - tip.offsetHeight) + "px";
    tip.style.left = Math.max(GAP, Math.min(at.left, window.innerWidth - tip.offsetWidth - GAP)) + "px";
  }

  const marked = (event) => event.target instanceof Element ? event.target.closest("[data-definition]") : null;
  const isDismissed = (mark) => dismissed !== null && mark === dismissed.mark && mark.dataset.definition === dismissed.definition;
  /* A mark that slides under a mouse at rest is not asked for: browsers tell of it as if the mouse had come. */
  function isAtRest(event) {
    const before = at;
    at = event.screenX + " " + event.screenY;
    return before === at;
  }
  ["mouseover", "mousemove", "focusin"].forEach((kind) => document.addEventListener(kind, (event) => {
    const isIdle = kind !== "focusin" && isAtRest(event), mark = marked(event);
    if (mark && mark !== shownBy && !isDismissed(mark) && !isIdle) { show(mark); }
  }));
  ["mouseout", "focusout"].forEach((kind) => document.addEventListener(kind, (event) => {
    const left = marked(event);
    if (!left || left.contains(event.relatedTarget)) { return; }
    if (dismissed && left === dismissed.mark) { dismissed = null; }
    if (left === shownBy) { hide(); }
  }));
  const AWAY = ["Escape", "ArrowRight", "ArrowLeft", "PageDown", "PageUp"]; // what leads to another card
  document.addEventListener("keydown", (event) => {
    if (!AWAY.includes(event.key)) { return; }
    if (shownBy) { dismissed = { mark: shownBy, definition: shownBy.dataset.definition }; } // until it is left, or defines another figure
    hide();
  });
  /* A mark that is entered by keys below the fold is scrolled to after that: what it tells goes along with it, until it is out of sight. */
  document.addEventListener("scroll", () => {
    const at = shownBy && shownBy.getBoundingClientRect();
    if (at && at.bottom > 0 && at.top < window.innerHeight) { place(); } else { hide(); }
  }, true);
})();
