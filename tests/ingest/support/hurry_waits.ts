/** Makes waits of half a second to ten a hundredth as long: those before another try. Returns what puts the clock back. */
export function hurryWaits(): () => void {
  const wait = globalThis.setTimeout;
  const hurried = (work: () => void, ms = 0, ...rest: []) =>
    wait(work, ms >= 500 && ms < 10_000 ? ms / 100 : ms, ...rest);
  globalThis.setTimeout = Object.assign(hurried, wait);
  return () => {
    globalThis.setTimeout = wait;
  };
}
