// Menus are <details>: they open without a script. With one they close by Escape or a click elsewhere, and the arrow keys walk them.
const openMenusNow = () => document.querySelectorAll("details[data-menu][open]");

function close(menu, { focus = false } = {}) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

function walk(event) {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") {
    close(menu, { focus: true });
    return;
  }
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (!(event.key in steps)) return;
  const items = [...menu.querySelectorAll("a[href], button")];
  const next = (items.indexOf(document.activeElement) + steps[event.key] + items.length) % items.length;
  event.preventDefault();
  items[next]?.focus();
}

export function openMenus() {
  document.addEventListener("keydown", walk);
  document.addEventListener("click", (event) => {
    for (const menu of openMenusNow()) if (!menu.contains(event.target)) close(menu);
  });
  document.addEventListener(
    "toggle",
    (event) => {
      if (!event.target.matches?.("details[data-menu][open]")) return;
      for (const menu of openMenusNow()) if (menu !== event.target && !menu.contains(event.target)) close(menu);
    },
    true,
  );
}
