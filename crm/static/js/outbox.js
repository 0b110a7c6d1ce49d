// What was written without a network: kept on this device under the person's mark, with the key that makes sending it
// twice harmless, until the server has it. Nothing of it is sent under another person's name.
import { forgetPhotos, photosOf } from "./photo-store.js";
import { word } from "./words.js";

const PREFIX = "waiting:";
const SIGNED_OUT = "signed-out";
const LATER = "later";

export const waitingOf = (person) =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(`${PREFIX}${person}:`))
    .map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
    .sort((one, other) => one.at - other.at);

export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// values: the texts of each field by its name, as a draft keeps them; photos: the names of those that were kept under its key.
export function putAside(person, { kind, action, name, values, photos = [] }) {
  const [own] = (values.client_key ??= [freshKey()]);
  localStorage.setItem(`${PREFIX}${person}:${own}`, JSON.stringify({ at: Date.now(), kind, action, name, values, photos }));
}

// The words become a draft again, and the photos stay with them.
export function takeOut(item) {
  localStorage.removeItem(item.key);
}

export async function forget(person, item) {
  localStorage.removeItem(item.key);
  await forgetPhotos(person, item.values.client_key[0]).catch(() => {});
}

function note(item, problem) {
  const { key, ...kept } = item;
  localStorage.setItem(key, JSON.stringify({ ...kept, problem }));
}

const textOf = (page) =>
  (page.querySelector(".form-summary") ?? page.querySelector("main .lead") ?? page.querySelector("main"))?.textContent
    .replace(/\s+/g, " ")
    .trim();

async function read(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// A fresh token from the form's own page, as the same person; a page that shows no form says why.
async function askForToken(person, item) {
  const answer = await fetch(item.action);
  if (answer.redirected) return { state: SIGNED_OUT };
  if (answer.status >= 500 || answer.status === 429) return { state: LATER };
  const page = await read(answer);
  if (page.body.dataset.person !== person) return { state: SIGNED_OUT };
  const token = page.querySelector("form[data-draft] [name=csrf_token]")?.value;
  return token ? { token } : { state: "refused", problem: textOf(page) };
}

// The texts and the photos, which the browser may have thrown away for want of room; without them nothing is sent.
async function bodyOf(person, item, token) {
  const body = new FormData();
  body.append("csrf_token", token);
  for (const [name, texts] of Object.entries(item.values)) {
    if (name !== "csrf_token") for (const text of texts) body.append(name, text);
  }
  const photos = await photosOf(person, item.values.client_key[0]).catch(() => []);
  for (const { file } of photos) body.append("photos", file, file.name);
  return photos.length < (item.photos?.length ?? 0) ? null : body;
}

async function sendOne(person, item) {
  const { token, ...refusal } = await askForToken(person, item);
  if (!token) return refusal;
  const body = await bodyOf(person, item, token);
  if (!body) return { state: "refused", problem: word("photos_gone") };
  const answer = await fetch(item.action, { method: "POST", body });
  if (answer.status === 401) return { state: SIGNED_OUT };
  if (answer.status >= 500 || answer.status === 429) return { state: LATER };
  return answer.redirected ? { state: "sent" } : { state: "refused", problem: textOf(await read(answer)) };
}

async function sendEach(person) {
  const sent = [];
  for (const item of waitingOf(person)) {
    if (item.problem) continue;
    const { state, problem } = await sendOne(person, item).catch(() => ({ state: LATER }));
    if (state === SIGNED_OUT || state === LATER) return { sent, state };
    if (state === "sent") {
      await forget(person, item);
      sent.push(item);
    } else note(item, problem);
  }
  return { sent, state: "done" };
}

// One tab at a time sends; the key would keep two from writing twice, but not from asking twice.
export async function sendWaiting(person) {
  if (!navigator.onLine || waitingOf(person).length === 0) return { sent: [], state: LATER };
  if (!navigator.locks) return sendEach(person);
  return navigator.locks.request(PREFIX, { ifAvailable: true }, (lock) => (lock ? sendEach(person) : { sent: [], state: LATER }));
}
