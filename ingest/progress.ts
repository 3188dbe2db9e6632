/** A bar on a terminal, nothing elsewhere. */

import { Presets, SingleBar } from "cli-progress";

export interface Progress {
  /** More walks are to be done. */
  add(walks: number): void;
  /** One of them is done, or will not be asked for. */
  done(): void;
  stop(): void;
}

export const noProgress: Progress = {
  add: () => undefined,
  done: () => undefined,
  stop: () => undefined,
};

/** Draws on stderr, since stdout is for results. */
export function progressBar(): Progress {
  const format = "sync [{bar}] {value}/{total} walks, {eta_formatted} left";
  const bar = new SingleBar(
    { format, stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  let total = 0;
  return {
    add(walks) {
      if (total === 0) bar.start(walks, 0);
      total += walks;
      bar.setTotal(total);
    },
    done: () => bar.increment(),
    stop: () => bar.stop(),
  };
}
