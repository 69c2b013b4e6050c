// Finds an element the way a person or a screen reader would name it. Arguments: kind, first, second, and whether a
// hidden element will do. Returns the element or null.
const [kind, first, second, hiddenToo] = arguments;
const ROLES = {
  button: 'button, summary, input[type="submit"], input[type="button"], input[type="reset"]',
  link: "a[href]",
  heading: "h1, h2, h3, h4, h5, h6",
  textbox: 'input:not([type]), input[type="text"], input[type="email"], input[type="tel"], input[type="url"], textarea',
  searchbox: 'input[type="search"]',
  spinbutton: 'input[type="number"]',
  checkbox: 'input[type="checkbox"]',
  radio: 'input[type="radio"]',
  combobox: "select",
  option: "option",
  row: "tr",
  cell: "td",
  columnheader: "th",
  table: "table",
  dialog: "dialog",
  main: "main",
  navigation: "nav",
  banner: "header",
  list: "ul, ol",
  listitem: "li",
  img: "img, svg",
  status: "output",
  form: "form",
  progressbar: "progress",
  group: "fieldset, details",
};
const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
const visible = (element) =>
  element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : element.getClientRects().length > 0;
const nameOf = (element) => {
  const label = element.getAttribute("aria-label");
  if (label) return clean(label);
  const others = element.getAttribute("aria-labelledby");
  if (others) return clean(others.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  if (element.labels && element.labels.length) return clean([...element.labels].map((one) => one.textContent).join(" "));
  return clean(element.innerText || element.textContent || element.alt || element.value || element.title || element.placeholder);
};
const candidates = () => {
  if (kind === "test") return [...document.querySelectorAll(`[data-test="${CSS.escape(first)}"]`)];
  if (kind === "css") return [...document.querySelectorAll(first)];
  if (kind === "role") {
    const native = ROLES[first] ? `:is(${ROLES[first]}):not([role]), ` : "";
    const all = [...document.querySelectorAll(`${native}[role="${CSS.escape(first)}"]`)];
    if (!second) return all;
    // The whole name wins over a part of it.
    return [...all.filter((one) => nameOf(one) === second), ...all.filter((one) => nameOf(one).includes(second))];
  }
  // Text: the innermost element that holds it.
  const all = [...document.body.querySelectorAll("*")].filter((one) => clean(one.textContent).includes(first));
  return all.filter((one) => ![...one.children].some((child) => clean(child.textContent).includes(first)));
};
const found = candidates();
return found.find(visible) || (hiddenToo ? found[0] : null) || null;
