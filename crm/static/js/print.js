// On paper nothing stays folded away: what is closed is opened for printing, and closed again afterwards.
let opened = [];

function openAll() {
  opened = [...document.querySelectorAll("main details:not([open], [data-menu])")];
  for (const fold of opened) fold.open = true;
}

function closeAgain() {
  for (const fold of opened) fold.open = false;
  opened = [];
}

export function unfoldOnPaper() {
  window.addEventListener("beforeprint", openAll);
  window.addEventListener("afterprint", closeAgain);
}
