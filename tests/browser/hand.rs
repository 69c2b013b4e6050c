//! A person's hand on the page: keys, drops, and what comes of a download.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
const seen = [];
let clicks = 0;
export const show = (html_id, tag, attributes) => {
  document.getElementById(html_id)?.remove();
  const element = document.createElement(tag);
  element.id = html_id;
  for (const [name, value] of JSON.parse(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  element.addEventListener("click", () => { clicks += 1; });
  element.focus();
  return element;
};
export const hide = (element) => element.remove();
export const watch_keys = () => {
  addEventListener("keydown", (event) => seen.push(event.key));
  addEventListener("keyup", (event) => seen.push(`^${event.key}`));
};
export const seen_keys = () => seen.splice(0).join(" ");
export const click_count = () => clicks;

// What a browser does with a key that nobody stopped, as far as these tests need it.
export const press = (key, code, shift, control) => {
  const target = document.activeElement ?? document.body;
  const given = { key, code, shiftKey: shift, ctrlKey: control, bubbles: true, cancelable: true, composed: true };
  const goes_on = target.dispatchEvent(new KeyboardEvent("keydown", given));
  if (goes_on && [...key].length === 1 && !control && "value" in target) {
    target.value += key;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (goes_on && key === "Enter" && target.tagName === "BUTTON") target.click();
  return goes_on;
};
// Keys that wait in the queue of a busy page: pressed now, heard of after so many milliseconds.
export const press_unheard = (keys, milliseconds) => {
  const target = document.activeElement ?? document.body;
  const events = keys.split(" ")
    .map((key) => new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, composed: true }));
  setTimeout(() => events.forEach((event) => target.dispatchEvent(event)), milliseconds);
};
export const stall = (milliseconds) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};
export const release = (key, code) => {
  (document.activeElement ?? document.body)
    .dispatchEvent(new KeyboardEvent("keyup", { key, code, bubbles: true, cancelable: true, composed: true }));
};

const transfer = (name, bytes) => {
  const data = new DataTransfer();
  data.items.add(new File([bytes.slice()], name, { lastModified: 1700000000000 }));
  return data;
};
export const input_with_file = (name, bytes) => {
  const input = document.createElement("input");
  input.type = "file";
  input.files = transfer(name, bytes).files;
  return input;
};
export const drag = (target, what, name, bytes) => {
  const dataTransfer = name ? transfer(name, bytes) : new DataTransfer();
  return target.dispatchEvent(new DragEvent(what, { dataTransfer, bubbles: true, cancelable: true }));
};

let download = null;
HTMLAnchorElement.prototype.click = function () {
  download = fetch(this.href).then((response) => Promise.all([response.headers.get("content-type"), response.text()]))
    .then(([type, text]) => `${this.download}|${type}|${text}`);
};
export const downloaded = () => download;
// A storage manager that knows one answer; "as it is" brings the real one back, which not every engine has.
export const answer_persist = (answer) => {
  delete navigator.storage;
  if (answer === "as it is") return;
  const persist = () => new Promise((resolve, reject) => {
    if (answer === "refuse") reject(new TypeError("no"));
    else if (answer !== "never") resolve(answer === "yes");
  });
  Object.defineProperty(navigator, "storage", { value: { persist }, configurable: true });
};
export const has_storage_manager = () => Boolean(navigator.storage);
export const has_private_files = () => Boolean(navigator.storage?.getDirectory)
  && "createWritable" in FileSystemFileHandle.prototype;
export const dispatch_on_window = (name) => dispatchEvent(new Event(name, { cancelable: true }));
"#)]
extern "C" {
    pub fn show(id: &str, tag: &str, attributes: &str) -> web_sys::HtmlElement;
    pub fn hide(element: &web_sys::HtmlElement);
    pub fn watch_keys();
    pub fn seen_keys() -> String;
    pub fn click_count() -> u32;
    pub fn press(key: &str, code: &str, shift: bool, control: bool) -> bool;
    pub fn press_unheard(keys: &str, milliseconds: u32);
    pub fn stall(milliseconds: u32);
    pub fn release(key: &str, code: &str);
    pub fn input_with_file(name: &str, bytes: &[u8]) -> web_sys::HtmlInputElement;
    pub fn drag(target: &web_sys::EventTarget, what: &str, name: &str, bytes: &[u8]) -> bool;
    #[wasm_bindgen(catch)]
    pub async fn downloaded() -> Result<JsValue, JsValue>;
    pub fn answer_persist(answer: &str);
    pub fn has_storage_manager() -> bool;
    pub fn has_private_files() -> bool;
    pub fn dispatch_on_window(name: &str) -> bool;
}
