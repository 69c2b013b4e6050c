// window.watchFrames() watches the frames of a page until what it returns is called: that gives the longest time
// between two of them in milliseconds, and how often it was over 100.
window.watchFrames = () => {
  let last = performance.now(), longest = 0, over = 0, frames = 0, running = true;
  const frame = (now) => {
    if (!running) return;
    // The first frame may have begun before the watch.
    const gap = Math.max(0, now - last);
    longest = Math.max(longest, gap);
    over += gap > 100 ? 1 : 0;
    frames += 1;
    last = Math.max(now, last);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return () => {
    running = false;
    const rest = performance.now() - last;
    return { longest: Math.max(longest, rest), over: over + (rest > 100 ? 1 : 0), frames };
  };
};
