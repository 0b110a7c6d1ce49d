// Forms: warn before typed text that no draft keeps is left behind, and send once however often the button is pressed.
import { announce, word } from "./words.js";

function warnOnLeaving(form) {
  let touched = false;
  form.addEventListener("input", () => {
    touched = true;
  });
  form.addEventListener("submit", () => {
    touched = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (touched && document.contains(form)) event.preventDefault();
  });
}

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || form.matches("[hx-post]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  announce(word("sending"));
}

function sendAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
}

function sendOnChange(event) {
  const form = event.target.closest?.("form[data-send-on-change]");
  if (form) form.requestSubmit();
}

export function guardForms() {
  for (const form of document.querySelectorAll("form[data-guard]:not([data-draft])")) warnOnLeaving(form);
  document.addEventListener("submit", sendOnce);
  document.addEventListener("change", sendOnChange);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) sendAgain();
  });
}
