// The sentences scripts may say, handed over by the layout so that they are translated with everything else.
const block = document.getElementById("words");
const words = block ? JSON.parse(block.textContent) : {};

export function word(name, values = {}) {
  const text = words[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

export function announce(text) {
  const place = document.getElementById("announcements");
  if (place) place.textContent = text;
}
