// The body of a function: what does not fit. The page must not scroll sideways, and no text may be wider than the
// element that holds it, unless that scrolls or says so by an ellipsis.
const faults = [];
const name = (element) => {
  const classes = [...element.classList].map((one) => `.${one}`).join("");
  return `${element.localName}${classes} “${(element.innerText || element.value || "").replace(/\s+/g, " ").slice(0, 40)}”`;
};
const seen = (element) => element.checkVisibility({ visibilityProperty: true });
const width = document.documentElement.clientWidth;
const holdsText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
const isClipped = (element) => {
  for (let one = element; one; one = one.parentElement) {
    const style = getComputedStyle(one);
    if (style.overflowX !== "visible" || style.clipPath !== "none" || style.position === "fixed") return true;
  }
  return false;
};
if (document.documentElement.scrollWidth > width) {
  faults.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  const wide = [...document.body.querySelectorAll("*")].filter(
    (one) => seen(one) && one.getBoundingClientRect().right > width + 0.5 && !isClipped(one),
  );
  const inner = wide.filter((one) => !wide.some((other) => other !== one && one.contains(other)));
  for (const one of inner.slice(0, 3)) faults.push(`sticks out of the page: ${name(one)}`);
}
for (const element of document.body.querySelectorAll("*")) {
  if (!seen(element) || !holdsText(element)) continue;
  const style = getComputedStyle(element);
  // An inline element has no width of its own; what is clipped away is read to a person, not shown.
  if (style.display === "inline" || style.clipPath !== "none" || element.clientWidth <= 1) continue;
  if (element.closest("option, svg, .visually-hidden")) continue;
  const scrolls = style.overflowX === "auto" || style.overflowX === "scroll";
  if (scrolls || style.textOverflow === "ellipsis") continue;
  if (element.scrollWidth > element.clientWidth + 1) faults.push(`text is cut or sticks out: ${name(element)}`);
}
return faults;
