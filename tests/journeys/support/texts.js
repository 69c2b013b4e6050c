// The body of a function: the title, the heading, and every text and label that can be seen on the page. What was
// announced before the language changed stays as it was said; what is marked as not to be translated is no text.
const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
const seen = (element) => element.checkVisibility({ visibilityProperty: true });
const texts = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const parent = node.parentElement;
  if (parent && !parent.closest("script, style, template, [aria-live], [translate=no]") && seen(parent)) texts.add(clean(node.data));
}
for (const name of ["aria-label", "title", "placeholder", "alt"]) {
  for (const element of document.querySelectorAll(`body [${name}]`)) {
    if (seen(element) && !element.closest("[translate=no]")) texts.add(clean(element.getAttribute(name)));
  }
}
texts.delete("");
return {
  title: document.title,
  heading: clean(document.querySelector("main h1")?.innerText),
  texts: [...texts],
};
