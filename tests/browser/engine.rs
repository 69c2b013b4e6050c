//! A hand on the engine behind the store's back: what another tab, an older version or a failing disk would do.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
const settle = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export const open_raw = (name, version, listens) => {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    if (!request.result.objectStoreNames.contains("tail")) request.result.createObjectStore("tail");
  };
  return settle(request).then((database) => {
    if (listens) database.onversionchange = () => database.close();
    return database;
  });
};
export const close_raw = (database) => database.close();
export const delete_raw = (name) => settle(indexedDB.deleteDatabase(name)).then(() => undefined);
export const delete_later = (name) => { indexedDB.deleteDatabase(name); };
export const names = () => indexedDB.databases().then((list) => list.map((entry) => entry.name).sort().join(" "));

// "byteLength of the value/byteLength of the buffer behind it" of the first row of a table
export const stored_lengths = (name, table) => open_raw(name, undefined, true).then((database) =>
  settle(database.transaction(table).objectStore(table).getAll()).then((rows) => {
    database.close();
    return `${rows[0].byteLength}/${rows[0].buffer.byteLength}`;
  }));
export const put_text = (name, table, key) => open_raw(name, undefined, true).then((database) =>
  settle(database.transaction(table, "readwrite").objectStore(table).put("no bytes", new Uint8Array(key)))
    .then(() => database.close()));

// every connection that is opened from here on
const opened = [];
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
  const request = open.apply(this, given);
  request.addEventListener("success", () => opened.push(request.result));
  return request;
};
export const opened_count = () => opened.length;
export const lose_connection = () => { opened.at(-1).close(); };
export const lose_connection_with_event = () => {
  opened.at(-1).close();
  opened.at(-1).dispatchEvent(new Event("close"));
};

// what the next commits do instead of committing, one word each
const commit = IDBTransaction.prototype.commit;
const instead = [];
IDBTransaction.prototype.commit = function () {
  const [what, message] = (instead.shift() ?? "commit").split(": ");
  if (what === "commit") return commit.call(this);
  if (what === "lost answer") {
    commit.call(this);
    throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
  }
  if (what !== "abort") Object.defineProperty(this, "error", { value: new DOMException(message, what) });
  this.abort();
};
export const on_commits = (words) => { instead.push(...words.split("|")); };

// every transaction fails while this is on
const transaction = IDBDatabase.prototype.transaction;
export const refuse_transactions = (refuse) => {
  IDBDatabase.prototype.transaction = refuse
    ? () => { throw new DOMException("The database connection is closing", "InvalidStateError"); }
    : transaction;
};

let thrown = 0;
addEventListener("error", () => { thrown += 1; });
export const thrown_into_page = () => thrown;
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    pub async fn open_raw(name: &str, version: u32, listens: bool) -> Result<JsValue, JsValue>;
    pub fn close_raw(database: &JsValue);
    #[wasm_bindgen(catch)]
    pub async fn delete_raw(name: &str) -> Result<(), JsValue>;
    pub fn delete_later(name: &str);
    #[wasm_bindgen(catch)]
    pub async fn names() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn stored_lengths(name: &str, table: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn put_text(name: &str, table: &str, key: &[u8]) -> Result<(), JsValue>;
    pub fn opened_count() -> u32;
    pub fn lose_connection();
    pub fn lose_connection_with_event();
    pub fn on_commits(words: &str);
    pub fn refuse_transactions(refuse: bool);
    pub fn thrown_into_page() -> u32;
}
