// The page a device shows without a network: what waits to be sent, and two forms to write more.
import { draftKeyOf, keepDraft, valuesOf } from "./drafts.js";
import { forget, freshKey, putAside, sendWaiting, takeOut, waitingOf } from "./outbox.js";
import { clearPhotos, keepPhotos, photoLine, photoNames } from "./photos.js";
import { photosOf } from "./photo-store.js";
import { word } from "./words.js";

const place = document.querySelector("[data-offline-page]");
const person = localStorage.getItem("offline:person");
const kept = JSON.parse(localStorage.getItem("offline:names") ?? "{}");
const names = new Map(kept.person === person ? kept.names.map((one) => [String(one.id), one.name]) : []);
const TONES = { waiting: "calm", sent: "good", refused: "bad" };
const FORM = /^\/enterprises\/(\d+)\/(log|demands\/new)$/;
const [, shown, kind] = location.pathname.match(FORM) ?? [];

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-small";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

// The text goes into the draft of its own form, with its key, and is mended there.
function mend(item) {
  const [, number] = item.action.match(FORM);
  const draft = `draft:${person}:${item.kind === "service" ? "service" : "demand"}-${number}`;
  localStorage.setItem(draft, JSON.stringify({ at: Date.now(), values: item.values }));
  takeOut(item);
  window.location.assign(item.action);
}

function chip(state) {
  const made = document.createElement("span");
  made.className = `chip chip-${TONES[state]}`;
  made.textContent = word(`state_${state}`);
  return made;
}

function headOf(item, state) {
  const line = document.createElement("li");
  const text = document.createElement("p");
  const words = item.values.summary?.[0] ?? item.values.title?.[0] ?? "";
  text.append(chip(state), ` ${word(item.kind)} ${item.name ?? ""} ${words.slice(0, 60)}`);
  if (item.photos?.length) text.append(` · ${item.photos.join("、")}`);
  line.append(text);
  return line;
}

async function showPhotos(item, line) {
  const photos = await photosOf(person, item.values.client_key[0]).catch(() => []);
  if (photos.length === 0) return;
  const list = document.createElement("ul");
  list.className = "plain-list photos-list";
  list.append(...(await Promise.all(photos.map(({ file }) => photoLine(file)))));
  line.firstChild.after(list);
}

function lineOf(item) {
  const line = headOf({ ...item, photos: [] }, item.problem ? "refused" : "waiting");
  showPhotos(item, line);
  if (item.problem) {
    const problem = document.createElement("p");
    problem.className = "field-error";
    problem.textContent = item.problem;
    line.append(problem, button(word("mend"), () => mend(item)));
  }
  line.append(button(word("discard"), () => { if (window.confirm(word("discard_waiting"))) { forget(person, item); show(); } }));
  return line;
}

function show(state) {
  const items = waitingOf(person);
  place.querySelector("[data-waiting]").replaceChildren(...items.map(lineOf));
  place.querySelector("[data-none-waiting]").hidden = items.length > 0;
  place.querySelector("[data-sign-in]")?.remove();
  if (state !== "signed-out") return;
  const link = document.createElement("a");
  link.className = "button button-main";
  link.dataset.signIn = "";
  link.href = "/sign-in?next=/offline";
  link.textContent = word("sign_in_to_send");
  place.querySelector("[data-waiting]").after(link);
}

async function send() {
  const { sent, state } = await sendWaiting(person);
  const list = place.querySelector("[data-just-sent]");
  list.append(...sent.map((item) => headOf(item, "sent")));
  list.hidden = list.children.length === 0;
  show(state);
}

function isFilled(form) {
  const values = valuesOf(form);
  const starts = form.dataset.starts;
  const needed = form.dataset.kind === "service" ? ["channel", "purpose", "summary", "held_on"] : ["category", "title", "text"];
  return needed.every((name) => values[starts + name]?.[0]?.trim());
}

function write(event) {
  event.preventDefault();
  const form = event.target;
  const number = place.querySelector("#enterprise").value;
  const isReady = number && isFilled(form);
  form.querySelector("[data-missing]").hidden = isReady;
  if (!isReady) return;
  const { enterprise, ...values } = Object.fromEntries(
    Object.entries(valuesOf(form)).map(([name, texts]) => [name.replace(form.dataset.starts, ""), texts]),
  );
  const fixed = form.dataset.kind === "demand" ? { level: [""], department: ["0"], contact: ["0"], source: ["steward"] } : {};
  const action = form.dataset.action.replace("/0/", `/${number}/`);
  const item = { kind: form.dataset.kind, action, name: names.get(number), values: { ...fixed, ...values }, photos: photoNames(form) };
  putAside(person, item);
  begin(form);
  send();
}

function hide(form, name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: form.dataset.starts + name, value });
  field.dataset.pageKey = "";
  form.append(field);
}

// An empty form with a key of its own; what was written before is waiting, and its photos with it.
function begin(form) {
  localStorage.removeItem(draftKeyOf(form));
  sessionStorage.removeItem("draft-sent");
  form.reset();
  form.querySelector(".draft-note")?.remove();
  form.querySelector("[name$=client_key]").value = freshKey();
  clearPhotos(form);
  today();
}

// What is written here is a draft from the first word: on a phone the camera may cost the page its life.
function keepForm(form) {
  hide(form, "client_key", freshKey());
  hide(form, "enterprise", shown ?? "");
  keepDraft(form);
  keepPhotos(form, person);
  form.addEventListener("submit", write);
}

function chooseEnterprise() {
  const select = place.querySelector("#enterprise");
  const fields = [...place.querySelectorAll("[name$=-enterprise]")];
  select.value = shown ?? fields.map((field) => field.value).find(Boolean) ?? "";
  select.addEventListener("change", () => {
    for (const field of fields) field.value = select.value;
  });
}

// A form that was sent into a dead network: the browser comes here instead of its answer, and its draft is put aside.
function putSentFormAside() {
  const key = sessionStorage.getItem("draft-sent");
  const draft = key?.startsWith(`draft:${person}:`) ? JSON.parse(localStorage.getItem(key) ?? "null") : null;
  if (!draft || !shown || !/:(service|demand)-\d+$/.test(key)) return;
  const item = { kind: kind === "log" ? "service" : "demand", action: location.pathname, name: names.get(shown), values: draft.values };
  putAside(person, item);
  localStorage.removeItem(key);
  sessionStorage.removeItem("draft-sent");
}

function offerNames() {
  const choices = [["", ""], ...names].map(([number, name]) => new Option(name, number, false, number === shown));
  place.querySelector("#enterprise").replaceChildren(...choices);
}

function today() {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
  place.querySelector("[name=service-held_on]").value = day;
}

place.querySelector("[data-nobody]").hidden = Boolean(person);
place.querySelector("[data-known]").hidden = !person;
if (person) {
  putSentFormAside();
  document.body.dataset.person = person;
  offerNames();
  today();
  for (const form of place.querySelectorAll("form[data-kind]")) keepForm(form);
  chooseEnterprise();
  window.addEventListener("online", send);
  show();
  send();
}
