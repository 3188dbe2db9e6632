/** A bar on a terminal, nothing elsewhere. */

import { Presets, SingleBar } from "cli-progress";

export interface Progress {
  /** More steps (walks of a sync, dry runs of an estimate) are to be done. */
  add(steps: number): void;
  /** One of them is done, or will not be asked for. */
  done(): void;
  /** One more is done, of a number that nobody knows beforehand. */
  counted(what: string): void;
  stop(): void;
}

export const noProgress: Progress = {
  add: () => undefined,
  done: () => undefined,
  counted: () => undefined,
  stop: () => undefined,
};

/** Draws on stderr, since stdout is for results. */
export function progressBar(): Progress {
  const format = "[{bar}] {value} of {total}, {eta_formatted} left";
  const bar = new SingleBar(
    { format, stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  let total = 0;
  let count = 0;
  return {
    add(steps) {
      if (total === 0) bar.start(steps, 0);
      total += steps;
      bar.setTotal(total);
    },
    done: () => bar.increment(),
    counted(what) {
      count += 1;
      process.stderr.write(`\r${what}: ${count}`);
    },
    stop() {
      bar.stop();
      if (count > 0) process.stderr.write("\n");
      count = 0;
    },
  };
}
