// On the pages of somebody signed in: the worker that answers without a network, the names a device may keep, forms that
// are put aside while there is no network, and sending them when it is back.
import { draftKeyOf, valuesOf } from "./drafts.js";
import { putAside, sendWaiting, waitingOf } from "./outbox.js";
import { photoNames } from "./photos.js";
import { announce, word } from "./words.js";

const NAMES = "offline:names";
const PERSON = "offline:person";
const NAMES_GOOD_FOR = 6 * 3_600_000;
const { person, worker, names } = document.body.dataset;

async function startWorker() {
  if (!("serviceWorker" in navigator) || !worker) return;
  await navigator.serviceWorker.register(worker, { scope: "/" });
  if (sessionStorage.getItem("shell-refreshed")) return;
  const registration = await navigator.serviceWorker.ready;
  registration.active.postMessage("refresh");
  sessionStorage.setItem("shell-refreshed", "yes");
}

const keptNames = () => JSON.parse(localStorage.getItem(NAMES) ?? "{}");

// Whoever signs in after a session that ended by itself finds no names of the person before.
function forgetNamesOfOthers() {
  if (keptNames().person !== person) localStorage.removeItem(NAMES);
}

async function keepNames() {
  if (!names || !navigator.onLine) return;
  const kept = keptNames();
  if (kept.person === person && Date.now() - kept.at < NAMES_GOOD_FOR) return;
  const answer = await fetch(names);
  if (!answer.ok || answer.redirected) return;
  localStorage.setItem(NAMES, JSON.stringify({ person, at: Date.now(), names: await answer.json() }));
}

function band(text, tone) {
  document.querySelector("[data-offline-band]")?.remove();
  const place = document.createElement("div");
  place.className = `band band-${tone}`;
  place.dataset.offlineBand = "";
  place.textContent = `${text} `;
  const link = document.createElement("a");
  link.href = "/offline";
  link.textContent = word("offline_page");
  place.append(link);
  document.querySelector("main .page-head")?.after(place);
  announce(text);
}

async function send() {
  const { sent } = await sendWaiting(person);
  const left = waitingOf(person).length;
  if (left) band(word("waiting", { count: left }), "note");
  else if (sent.length) band(word("sent", { count: sent.length }), "good");
}

function putFormAside(event) {
  const form = event.target.closest?.("form[data-offline]");
  if (!form || navigator.onLine || !form.reportValidity()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { offline: kind, offlineName: name } = form.dataset;
  putAside(person, { kind, action: location.pathname, name, values: valuesOf(form), photos: photoNames(form) });
  localStorage.removeItem(draftKeyOf(form));
  window.location.assign("/offline");
}

// Signing out sends what waits; what cannot be sent is asked about with the drafts. Names do not stay behind.
async function sendBeforeSigningOut(event) {
  const form = event.target;
  if (!form.matches("[data-discards-drafts]")) return;
  if (waitingOf(person).length && navigator.onLine && !form.dataset.tried) {
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.tried = "yes";
    await sendWaiting(person);
    form.requestSubmit();
  }
}

function forgetNames(event) {
  if (event.defaultPrevented || !event.target.matches("[data-discards-drafts]")) return;
  localStorage.removeItem(NAMES);
  localStorage.removeItem(PERSON);
}

export function workOffline() {
  if (!person) return;
  localStorage.setItem(PERSON, person);
  forgetNamesOfOthers();
  document.addEventListener("submit", putFormAside, { capture: true });
  document.addEventListener("submit", sendBeforeSigningOut, { capture: true });
  window.addEventListener("submit", forgetNames);
  window.addEventListener("online", send);
  startWorker().catch(() => {});
  keepNames().catch(() => {});
  send();
}
