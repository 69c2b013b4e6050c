// The body of a function: what axe-core, which is in the page, finds against it.
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const options = {
  resultTypes: ["violations"],
  runOnly: { type: "tag", values: tags },
  // Not on by itself, for it is new in WCAG 2.2.
  rules: { "target-size": { enabled: true } },
};
// A colour on its way is none that anybody reads.
const ends = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
const settled = Promise.allSettled(ends.map((one) => one.finished));
return settled.then(() => window.axe.run(document, options)).then((result) =>
  result.violations.map((one) => {
    const nodes = one.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message || ""}`);
    return `${one.id} (${one.impact}): ${one.help}: ${nodes.join("; ")}`;
  }),
);
