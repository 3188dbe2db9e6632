/** Events on stderr: one JSON line each, names in the past tense, with counts, ids and sums only. */

import pino from "pino";

export type Fields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  event(name: string, fields: Fields): void;
  warn(name: string, fields: Fields): void;
}

/**
 * JSON lines for machines, written at once so that a kill loses none. Where nobody reads them any more, or their disk is
 * full, the work goes on without them.
 */
export function jsonLog(): Log {
  const destination = pino.destination({ fd: 2, sync: true });
  destination.on("error", () => undefined);
  const logger = pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return {
    event: (name, fields) => logger.info({ event: name, ...fields }),
    warn: (name, fields) => logger.warn({ event: name, ...fields }),
  };
}

/** A terminal shows the progress bar; only warnings interrupt it, as text. */
export function terminalLog(write: (text: string) => void): Log {
  return {
    event: () => undefined,
    warn: (name, fields) => {
      const details = Object.entries(fields).map(([key, value]) => `${key}=${String(value)}`);
      write(`\nwarning: ${name} ${details.join(" ")}\n`);
    },
  };
}
