// The body of a function: types words into the search of a list, key by key, and gives how long each key took until the
// page was laid out anew (`work`), and until the next frame was painted (`frame`), in milliseconds.
const input = document.querySelector('[role="search"] input[type="search"]');
const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
const task = () =>
  new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(0);
  });
const found = { work: [], frame: [] };
const key = async (typed) => {
  const started = performance.now();
  set.call(input, typed);
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await task();
  document.querySelector('[role="grid"]')?.getBoundingClientRect();
  found.work.push(performance.now() - started);
  await new Promise(requestAnimationFrame);
  await task();
  found.frame.push(performance.now() - started);
  await new Promise((resolve) => setTimeout(resolve, 120));
};
return (async () => {
  for (const words of arguments[0]) {
    for (let end = 1; end <= words.length; end += 1) await key(words.slice(0, end));
  }
  await key("");
  return found;
})();
