// The photos of a form: each is kept on this device as soon as it is chosen, shown with a way to take it away, and sent
// with the form. What the server would refuse by its size or kind is said at once, and is not kept.
import { draftKeyOf, rewriteDraft } from "./drafts.js";
import { forgetPhoto, forgetPhotos, giveTo, keepPhoto, photosOf } from "./photo-store.js";
import { word } from "./words.js";

const MIB = 1024 * 1024;
const HEIGHT = 72;
const keyField = (form) => form.querySelector("[name$=client_key]");
export const keyOf = (form) => keyField(form)?.value;

// A small picture on a canvas: an address of the photo itself would need a wider content policy.
async function thumbnail(file) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  canvas.width = canvas.height = HEIGHT;
  try {
    const picture = await createImageBitmap(file, { resizeHeight: HEIGHT });
    canvas.width = picture.width;
    canvas.getContext("2d").drawImage(picture, 0, 0);
  } catch {
    canvas.hidden = true;
  }
  return canvas;
}

export async function photoLine(file, ...rest) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  name.className = "photos-name";
  name.textContent = `${file.name} · ${(file.size / MIB).toFixed(1)} MB`;
  line.append(await thumbnail(file), name, ...rest);
  return line;
}

class Photos {
  constructor(place, person) {
    const { most, largest, together, kinds } = place.dataset;
    Object.assign(this, { place, person, most: Number(most), largest: Number(largest), together: Number(together), kinds });
    this.form = place.closest("form");
    this.field = place.querySelector("input[type=file]");
    this.list = place.querySelector("[data-photos-list]");
    this.problem = place.querySelector("[data-photos-problem]");
    this.endings = this.field.accept.split(",");
    this.kept = [];
    this.field.addEventListener("change", () => this.add([...this.field.files]));
    this.form.addEventListener("draft-discarded", () => this.forget());
  }

  say(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  refusalOf({ name, size }) {
    const bytes = this.kept.reduce((sum, one) => sum + one.file.size, size);
    if (!this.endings.some((ending) => name.toLowerCase().endsWith(ending))) return word("photo_kind", { name, kinds: this.kinds });
    if (size === 0) return word("photo_empty", { name });
    if (size > this.largest * MIB) return word("photo_large", { name, largest: this.largest });
    if (this.kept.length >= this.most) return word("photos_many", { name, most: this.most });
    return bytes > this.together * MIB ? word("photos_large", { name, together: this.together }) : "";
  }

  async add(files) {
    const told = [];
    for (const file of files) {
      const refusal = this.refusalOf(file);
      if (refusal) told.push(refusal);
      else this.kept.push({ file, id: await this.keep(file, told) });
    }
    await this.show();
    this.say(told.join(" "));
  }

  async keep(file, told) {
    try {
      return await keepPhoto(this.person, keyOf(this.form), file);
    } catch {
      told.push(word("photo_not_kept", { name: file.name }));
      return null;
    }
  }

  // The field itself holds what is shown, so that the form can be sent as any other.
  async show() {
    const holder = new DataTransfer();
    for (const { file } of this.kept) holder.items.add(file);
    this.field.files = holder.files;
    const lines = await Promise.all(this.kept.map((one) => photoLine(one.file, this.button(one))));
    this.list.replaceChildren(...lines);
    this.list.hidden = lines.length === 0;
  }

  button(one) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small";
    made.textContent = word("photo_remove");
    made.setAttribute("aria-label", `${word("photo_remove")} ${one.file.name}`);
    made.addEventListener("click", () => this.remove(one));
    return made;
  }

  async remove(one) {
    this.kept = this.kept.filter((other) => other !== one);
    if (one.id) await forgetPhoto(one.id);
    this.say("");
    await this.show();
    this.field.focus();
  }

  async forget() {
    await forgetPhotos(this.person, keyOf(this.form)).catch(() => {});
    this.clear();
  }

  clear() {
    this.kept = [];
    this.say("");
    return this.show();
  }

  // A draft whose words are those of an empty form, or a form that was refused, comes back with another key.
  async restore() {
    const before = rewriteDraft(draftKeyOf(this.form), keyOf(this.form));
    if (before) await giveTo(this.person, before, keyOf(this.form));
    this.kept = await photosOf(this.person, keyOf(this.form));
    await this.show();
  }
}

const shown = new WeakMap();
export const clearPhotos = (form) => shown.get(form)?.clear();
export const photoNames = (form) => shown.get(form)?.kept.map((one) => one.file.name) ?? [];

export function keepPhotos(form, person) {
  const place = form.querySelector("[data-photos]");
  if (!place || !keyField(form) || !person) return;
  const photos = new Photos(place, person);
  shown.set(form, photos);
  photos.restore().catch(() => {});
}

// After the page's own key has come back with the history.
export function offerPhotos() {
  const { person } = document.body.dataset;
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-draft]")) if (!shown.has(form)) keepPhotos(form, person);
  });
}
