// The page a device shows without a network: what waits to be sent, and two forms to write more.
import { valuesOf } from "./drafts.js";
import { forget, freshKey, putAside, sendWaiting, waitingOf } from "./outbox.js";
import { word } from "./words.js";

const place = document.querySelector("[data-offline-page]");
const person = localStorage.getItem("offline:person");
const kept = JSON.parse(localStorage.getItem("offline:names") ?? "{}");
const names = new Map(kept.person === person ? kept.names.map((one) => [String(one.id), one.name]) : []);
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
  forget(item);
  window.location.assign(item.action);
}

function lineOf(item) {
  const line = document.createElement("li");
  const text = document.createElement("p");
  const words = item.values.summary?.[0] ?? item.values.title?.[0] ?? "";
  text.textContent = `${word(item.kind)} ${item.name ?? ""} ${words.slice(0, 60)}`;
  line.append(text);
  if (item.problem) {
    const problem = document.createElement("p");
    problem.className = "field-error";
    problem.textContent = item.problem;
    line.append(problem, button(word("mend"), () => mend(item)));
  }
  line.append(button(word("discard"), () => { if (window.confirm(word("discard_waiting"))) { forget(item); show(); } }));
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
  const { state } = await sendWaiting(person);
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
  const values = Object.fromEntries(
    Object.entries(valuesOf(form)).map(([name, texts]) => [name.replace(form.dataset.starts, ""), texts]),
  );
  const fixed = form.dataset.kind === "demand" ? { level: [""], department: ["0"], contact: ["0"], source: ["steward"] } : {};
  const action = form.dataset.action.replace("/0/", `/${number}/`);
  const item = { kind: form.dataset.kind, action, name: names.get(number), values: { ...fixed, ...values, client_key: [freshKey()] } };
  putAside(person, item);
  form.reset();
  today();
  send();
}

// A form that was sent into a dead network: the browser comes here instead of its answer, and its draft is put aside.
function putSentFormAside() {
  const key = sessionStorage.getItem("draft-sent");
  const draft = key?.startsWith(`draft:${person}:`) ? JSON.parse(localStorage.getItem(key) ?? "null") : null;
  if (!draft || !shown || !/:(service|demand)-\d+$/.test(key)) return;
  putAside(person, { kind: kind === "log" ? "service" : "demand", action: location.pathname, name: names.get(shown), values: draft.values });
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
  offerNames();
  today();
  for (const form of place.querySelectorAll("form[data-kind]")) form.addEventListener("submit", write);
  window.addEventListener("online", send);
  show();
  send();
}
