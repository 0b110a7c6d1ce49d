// The key that makes sending twice harmless belongs to the page in the history: after "save, back, save" the form comes
// back with its words, and so with its key. A form that comes back empty is a new one and keeps the new key.
function isTypedIn(form) {
  return [...form.elements].some((field) => {
    if (/^(hidden|submit|button|file)$/.test(field.type) || field.tagName === "FIELDSET") return false;
    if (/^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
    return "defaultValue" in field && field.value !== field.defaultValue;
  });
}

function keep(field) {
  const before = history.state?.pageKey;
  const remember = () => history.replaceState({ ...history.state, pageKey: field.value }, "");
  remember();
  field.form.addEventListener("submit", remember);
  // The browser puts the words back only after the page has been read.
  window.addEventListener("pageshow", () => {
    if (before && !field.form.dataset.restored && isTypedIn(field.form)) field.value = before;
    remember();
  });
}

export function keepKeys() {
  for (const field of document.querySelectorAll("form:not([data-refused]) input[data-page-key]")) keep(field);
}
