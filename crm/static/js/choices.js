// Rows chosen by a tick: one tick for all, a count that is said, and buttons that need at least one.
function refresh(form) {
  const ticks = [...form.querySelectorAll("input[data-choice]")];
  const chosen = ticks.filter((tick) => tick.checked).length;
  const all = form.querySelector("input[data-choice-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === ticks.length;
    all.indeterminate = chosen > 0 && chosen < ticks.length;
  }
  for (const place of form.querySelectorAll("[data-choice-count]")) {
    place.textContent = chosen ? place.dataset.choiceCount.replace("{count}", chosen) : "";
  }
  for (const button of form.querySelectorAll("[data-needs-choice]")) button.disabled = chosen === 0;
}

export function followChoices() {
  for (const form of document.querySelectorAll("[data-choices]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("input[data-choice-all]")) {
        for (const tick of form.querySelectorAll("input[data-choice]")) tick.checked = event.target.checked;
      }
      refresh(form);
    });
    refresh(form);
  }
}
