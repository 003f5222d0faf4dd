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
