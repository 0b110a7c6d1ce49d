// Quick picks beside a date field: one tap fills it. Hidden without scripts, since the field alone is enough.
function followPicks(row) {
  const field = row.closest("form").elements[row.dataset.picks];
  const show = () => {
    for (const button of row.querySelectorAll("[data-pick]")) {
      button.setAttribute("aria-pressed", String(button.dataset.pick === field.value));
    }
  };
  row.hidden = false;
  row.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (!button) return;
    field.value = button.dataset.pick;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  });
  field.addEventListener("change", show);
  show();
}

export function offerPicks() {
  for (const row of document.querySelectorAll("[data-picks]")) followPicks(row);
}
