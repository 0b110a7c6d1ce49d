// Photos that wait on this device beside the words they belong to: by the person's mark and the key of the form. A photo
// lives as long as its words do: sent, given up, mended or signed out, whoever ends the words ends the photo.
const STORE = "photos";
const BY_FORM = "form";
const GRACE = 60_000;
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("desk", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true }).createIndex(BY_FORM, ["person", "form"]);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

// One transaction; what `act` gives back is a request, and the answer waits until everything is written.
async function inStore(mode, act) {
  const turn = (await open()).transaction(STORE, mode);
  return new Promise((resolve, reject) => {
    const asked = act(turn.objectStore(STORE));
    turn.oncomplete = () => resolve(asked?.result);
    turn.onabort = turn.onerror = () => reject(turn.error);
  });
}

function eachOf(range, act) {
  return inStore("readwrite", (store) => {
    const cursor = store.index(BY_FORM).openCursor(range);
    cursor.onsuccess = () => {
      if (!cursor.result) return;
      act(cursor.result);
      cursor.result.continue();
    };
  });
}

export async function keepPhoto(person, form, file) {
  const bytes = await file.arrayBuffer();
  navigator.storage?.persist?.();
  return inStore("readwrite", (store) => store.add({ person, form, at: Date.now(), name: file.name, type: file.type, bytes }));
}

// The photos of a form as files, in the order in which they were chosen.
export async function photosOf(person, form) {
  const kept = await inStore("readonly", (store) => store.index(BY_FORM).getAll([person, form]));
  return kept.map((one) => ({ id: one.id, file: new File([one.bytes], one.name, { type: one.type }) }));
}

export const forgetPhoto = (id) => inStore("readwrite", (store) => store.delete(id));
export const forgetPhotos = (person, form) => eachOf(IDBKeyRange.only([person, form]), (one) => one.delete());
export const forgetAllOf = (person) => eachOf(IDBKeyRange.bound([person], [person, []]), (one) => one.delete());

// The form has another key now: what was refused with the old one is sent with the new one.
export const giveTo = (person, before, form) =>
  eachOf(IDBKeyRange.only([person, before]), (one) => one.update({ ...one.value, form }));

// Photos whose words are gone, whoever wrote them: a browser may have died between the two.
export async function forgetOrphans() {
  const words = Object.keys(localStorage).filter((key) => /^(draft|waiting):/.test(key));
  const texts = words.map((key) => localStorage.getItem(key));
  const isOrphan = ({ at, form }) => Date.now() - at > GRACE && !texts.some((text) => text.includes(JSON.stringify(form)));
  await eachOf(null, (one) => isOrphan(one.value) && one.delete());
}
