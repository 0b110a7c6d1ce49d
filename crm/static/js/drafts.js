// Keeps what is typed into a form with data-draft on this device, until the server says it is saved.
// The key holds the person's mark and the address; passwords, tokens and files are never kept (photos have a place of
// their own, `photo-store.js`, and go with the draft). What makes sending twice
// harmless (data-page-key) stays with the draft, so that a record whose answer was lost is not written again.
import { forgetAllOf, forgetOrphans, forgetPhotos } from "./photo-store.js";
import { announce, word } from "./words.js";

const PREFIX = "draft:";
const PENDING = "draft-sent";
const LONGEST_DAYS = 14;
// The page for writing offline learns from the device who writes.
const person = () => document.body.dataset.person;

export const draftKeyOf = (form) => `${PREFIX}${person()}:${form.dataset.draft || location.pathname}`;
const mine = () => Object.keys(localStorage).filter((key) => /^(draft|waiting):/.test(key) && key.includes(`:${person()}:`));

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && ("pageKey" in field.dataset || !/^(password|file|hidden|submit|button)$/.test(field.type)),
  );
}

export function valuesOf(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (/^(checkbox|radio)$/.test(field.type)) (values[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    else values[field.name] = [...(values[field.name] ?? []), field.value];
  }
  return values;
}

function fill(form, values) {
  const rest = structuredClone(values);
  for (const field of fieldsOf(form)) {
    if (!(field.name in rest)) continue;
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = rest[field.name].includes(field.value);
    else field.value = rest[field.name].shift() ?? field.value;
  }
}

// The words of a draft without the key of its page, which differs every time.
function said(form, values) {
  const keys = [...form.querySelectorAll("[data-page-key]")].map((field) => field.name);
  return JSON.stringify(values, (name, value) => (keys.includes(name) ? undefined : value));
}

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    const tooOld = Date.now() - draft.at > LONGEST_DAYS * 86_400_000;
    if (tooOld) localStorage.removeItem(key);
    return tooOld ? null : draft.values;
  } catch {
    return null;
  }
}

// Gives a draft the key that its form has now; tells the one it had.
export function rewriteDraft(draft, key) {
  const values = read(draft);
  const before = values?.client_key?.[0];
  if (!before || before === key) return null;
  localStorage.setItem(draft, JSON.stringify({ at: Date.now(), values: { ...values, client_key: [key] } }));
  return before;
}

function tellRestored(form, untouched) {
  const note = document.createElement("div");
  note.className = "band band-note draft-note";
  note.textContent = word("restored");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button button-small";
  discard.textContent = word("discard");
  discard.addEventListener("click", () => {
    form.dispatchEvent(new Event("draft-discarded"));
    localStorage.removeItem(draftKeyOf(form));
    fill(form, untouched);
    note.remove();
  });
  note.append(discard);
  form.prepend(note);
  announce(word("restored"));
}

export function keepDraft(form) {
  const key = draftKeyOf(form);
  const untouched = valuesOf(form);
  if (sessionStorage.getItem(PENDING) === key) sessionStorage.removeItem(PENDING);
  const kept = read(key);
  const refused = form.querySelector("[aria-invalid=true]") || form.hasAttribute("data-refused");
  if (kept && !refused && said(form, kept) !== said(form, untouched)) {
    fill(form, kept);
    form.dataset.restored = "yes";
    tellRestored(form, untouched);
  }
  const write = () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: valuesOf(form) }));
  form.addEventListener("input", write);
  form.addEventListener("change", write);
  form.addEventListener("submit", () => {
    write();
    sessionStorage.setItem(PENDING, key);
  });
}

function clearWhatWasSaved() {
  const sent = sessionStorage.getItem(PENDING);
  if (sent && document.querySelector('[data-notice="saved"]')) {
    const [key] = read(sent)?.client_key ?? [];
    if (key) forgetPhotos(person(), key).catch(() => {});
    localStorage.removeItem(sent);
    sessionStorage.removeItem(PENDING);
  }
}

async function askBeforeSigningOut(event) {
  if (!event.target.matches("[data-discards-drafts]") || mine().length === 0) return;
  event.preventDefault();
  if (!window.confirm(word("drafts_lost"))) return;
  for (const key of mine()) localStorage.removeItem(key);
  await forgetAllOf(person()).catch(() => {});
  event.target.requestSubmit();
}

export function keepDrafts() {
  clearWhatWasSaved();
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) read(key);
  forgetOrphans().catch(() => {});
  if (!person()) return;
  for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);
  document.addEventListener("submit", askBeforeSigningOut);
}
