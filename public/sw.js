// The service worker: keeps exactly one build of Depo and serves it, online or not.
//
// The step that packs a build writes its name and its files with their SHA-256 below, so this file differs for every
// build and the browser notices. A build is kept whole or not at all: each file is fetched with its hash as a
// condition, so half of a build that is just being uploaded is refused and the old one stays. The new build waits
// until a page posts {type: "take-over"}. Every file but the page itself has its hash in its name, so what a page
// asks for is always of the page's own build.
"use strict";

const BUILD = "__BUILD__";
/** @type {[path: string, integrity: string][]} */
const FILES = __FILES__;
const CACHES = "depo-build-";
const CACHE = CACHES + BUILD;
// The folder itself: some hosts redirect index.html to it, and a redirected answer cannot answer a navigation.
const PAGE = "./";

const scope = self.registration.scope;
const address = (path) => new URL(path, scope).href;
const known = new Map(FILES.map(([path, integrity]) => [address(path), integrity]));

const fetchWhole = async (url, integrity) => {
  const answer = await fetch(url, { integrity, cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
};

const fetchPage = async () => {
  const answer = await fetch(address(PAGE), { cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const text = await answer.text();
  if (!text.includes(`name="depo-build" content="${BUILD}"`)) throw new Error("the page is of another build");
  // The page may be opened at any depth: here its folder is known, so it is said absolutely.
  const base = new URL(scope).pathname.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
  const headers = new Headers(answer.headers);
  // They speak of the bytes on the wire.
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(text.replace('<base href="./">', () => `<base href="${base}">`), { headers });
};

const install = async () => {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async ([path, integrity]) => {
    const url = address(path);
    if (!(await cache.match(url))) await cache.put(url, await fetchWhole(url, integrity));
  }));
  // Last: a cache that has the page has everything.
  await cache.put(address(PAGE), await fetchPage());
};

const activate = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(CACHES) && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
};

const answerPage = async (request) => {
  const kept = await caches.match(address(PAGE), { cacheName: CACHE });
  return kept || fetch(request);
};

const answerFile = async (request, url) => {
  const kept = await caches.match(url, { cacheName: CACHE });
  // The browser may have emptied the cache; then the network gives the same bytes or none.
  return kept || fetchWhole(url, known.get(url));
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data && event.data.type === "take-over") event.waitUntil(self.skipWaiting());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    // A file opened by its address (an icon, the manifest) is that file, not the portal.
    const plain = new URL(request.url);
    plain.search = "";
    plain.hash = "";
    event.respondWith(known.has(plain.href) ? answerFile(request, plain.href) : answerPage(request));
    return;
  }
  if (known.has(request.url)) event.respondWith(answerFile(request, request.url));
});
