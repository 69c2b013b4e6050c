// Run in every page of the portal before anything else: window.firstRow holds, in milliseconds since the navigation
// began, when the first row of a table was there and when a key had moved its cursor.
(() => {
  const handled = (shown) => {
    const grid = document.querySelector('[role="grid"]');
    if (grid?.hasAttribute("aria-activedescendant")) {
      window.firstRow = { shown, handled: performance.now() };
      return;
    }
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    setTimeout(() => handled(shown), 0);
  };
  const watch = new MutationObserver(() => {
    if (!document.querySelector('[role="grid"] .table-body [role="row"]:not([hidden])')) return;
    watch.disconnect();
    handled(performance.now());
  });
  watch.observe(document, { childList: true, subtree: true });
})();
