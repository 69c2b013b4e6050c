// Everything that the page's origin keeps on this device, as [place, base64], but the program itself.
const base64 = (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
};
const plain = (_, value) => ArrayBuffer.isView(value)
  ? base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
  : value instanceof ArrayBuffer ? base64(new Uint8Array(value)) : value;
const flat = async (value) => {
  if (value instanceof Blob) return new Uint8Array(await value.arrayBuffer());
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value, plain) ?? "");
};
const of = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
return (async () => {
  const kept = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await of(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([of(all.getAllKeys()), of(all.getAll())]);
      for (let at = 0; at < values.length; at++) {
        kept.push([`${name}/${store} ${at}`, base64(await flat(values[at]))]);
        kept.push([`${name}/${store} key ${at}`, base64(await flat(keys[at]))]);
      }
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.push([`cache key ${request.url}`, btoa(request.url)]);
      if (/\.(wasm|js|css|svg|png|ico)$/.test(new URL(request.url).pathname)) continue;
      const answer = await cache.match(request);
      kept.push([`cache ${request.url}`, base64(new Uint8Array(await answer.arrayBuffer()))]);
    }
  }
  for (const [what, box] of [["local", localStorage], ["session", sessionStorage]]) {
    for (const key of Object.keys(box)) kept.push([`${what} ${key}`, base64(new TextEncoder().encode(`${key}\n${box[key]}`))]);
  }
  return kept;
})();
