/* A menu under its button, one at a time, by hand or by key. What is in it is made when it is opened: a page has a dozen cards. */
(function () {
  let pressed = null; // the button whose menu is open

  /* Open the menu of a button, or close it where it is open. `items` returns buttons or links; whichever is taken, the menu closes and the
     button has the focus before the item acts. */
  window.toggleMenu = function (button, holder, looks, items) {
    const isOpen = pressed === button;
    close(false);
    if (isOpen) { return; }
    const menu = make("div", "menu " + looks);
    menu.setAttribute("role", "menu");
    menu.setAttribute("aria-label", button.getAttribute("aria-label"));
    items().forEach((item) => {
      item.classList.add("menu-item");
      item.setAttribute("role", "menuitem");
      item.addEventListener("click", () => close(true), { capture: true });
      menu.append(item);
    });
    menu.addEventListener("focusout", () => window.setTimeout(() => { // by then what has the focus next has it; on the button it is a press that closes
      if (menu.isConnected && ![menu, button].some((part) => part.contains(document.activeElement))) { close(false); }
    }));
    pressed = button;
    button.setAttribute("aria-expanded", "true");
    if (holder === document.body) { hang(menu, button.getBoundingClientRect()); }
    holder.append(menu);
    (menu.querySelector("[aria-current='true']") || menu.firstChild).focus();
  };

  /* A button or, with an address, a link of a menu. */
  window.menuItem = function (text, act) {
    const isLink = typeof act === "string", item = make(isLink ? "a" : "button", "", text);
    if (isLink) { item.href = act; } else { item.type = "button"; item.addEventListener("click", act); }
    return item;
  };

  /* Under its button, its right edge under that of the button; `place` is of the screen. */
  function hang(menu, place) {
    menu.style.top = place.bottom + 4 + "px";
    menu.style.right = document.documentElement.clientWidth - place.right + "px";
  }

  function close(isBack) {
    const button = pressed;
    pressed = null;
    document.querySelectorAll(".menu").forEach((menu) => menu.remove());
    if (!button) { return; }
    button.setAttribute("aria-expanded", "false");
    if (isBack) { button.focus(); }
  }

  document.addEventListener("click", function (event) {
    if (pressed && !pressed.contains(event.target) && !event.target.closest(".menu")) { close(false); }
  });

  document.addEventListener("keydown", function (event) {
    const menu = document.querySelector(".menu"), items = menu ? Array.from(menu.children) : [], here = items.indexOf(document.activeElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (!menu) { return; }
    if (event.key === "Escape" || event.key === "Tab") { close(true); } // Tab goes on from the button
    if (to !== undefined) {
      items[to % items.length].focus();
      event.preventDefault();
    }
  });

  /* One that hangs on the screen, not on a card, would stay behind where the page moves. */
  window.addEventListener("scroll", () => { if (document.querySelector("body > .menu")) { close(false); } }, { passive: true });
})();
