// Answers where there is no network: with the page for writing offline, and with our own scripts and sheets for it.
// Only what is the same for everybody is kept, fetched without the cookie; never a page of somebody signed in.
const SHELL = "shell";
const START = "/offline";
const IN_PAGE = /(?:src|href)="(\/static\/[^"#]+)/g;
const IN_SCRIPT = /(?:from|import)\s*"(\.\/[^"]+)"/g;

function linksIn(text, address) {
  const pattern = address === START ? IN_PAGE : IN_SCRIPT;
  return [...text.matchAll(pattern)].map((found) => new URL(found[1], new URL(address, location.origin)).href);
}

async function fill() {
  const cache = await caches.open(SHELL);
  const waiting = [START];
  const seen = new Set();
  while (waiting.length) {
    const address = waiting.pop();
    if (seen.has(address)) continue;
    seen.add(address);
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok || answer.redirected) throw new Error(address);
    await cache.put(address, answer.clone());
    if (/html|javascript/.test(answer.headers.get("Content-Type")) && !address.includes("/vendor/")) {
      waiting.push(...linksIn(await answer.text(), address));
    }
  }
  for (const kept of await cache.keys()) {
    const { pathname, href } = new URL(kept.url);
    if (pathname !== START && !seen.has(href)) await cache.delete(kept);
  }
}

async function fromShell(request) {
  const cache = await caches.open(SHELL);
  return (await cache.match(request, { ignoreSearch: true })) ?? Response.error();
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(fill().catch(() => {})));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => fromShell(START)));
  else if (request.method === "GET" && pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(() => fromShell(request)));
  }
});
