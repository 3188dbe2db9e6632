/** Questions on a terminal, one line an answer; a hidden answer is neither shown nor kept. */

import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

import type { Terminal } from "../shared/context.ts";
import { TransportError } from "../../ingest/errors.ts";

export interface Prompt {
  /** The answer without spaces around it. Rejects with TransportError if the operator stops. */
  ask(question: string): Promise<string>;
  /** The same, and nothing of what is typed or pasted is shown. */
  askHidden(question: string): Promise<string>;
  say(text: string): void;
  close(): void;
}

export function openPrompt({ input, output }: Terminal, signal: AbortSignal): Prompt {
  let isHidden = false;
  const screen = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isHidden) output.write(chunk);
      done();
    },
  });
  // Without a history, no arrow key brings back a key that was typed before.
  const lines = createInterface({ input, output: screen, terminal: true, historySize: 0 });
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = () => reject(new TransportError("Interrupted: nothing was written."));
    lines.once("SIGINT", stop).once("close", stop);
    signal.addEventListener("abort", stop, { once: true });
  });
  // It may reject between two questions, or at the end when nobody waits for it.
  stopped.catch(() => undefined);

  const answer = async (question: string) =>
    (await Promise.race([lines.question(question), stopped])).trim();
  return {
    ask: answer,
    askHidden: async (question) => {
      output.write(question);
      isHidden = true;
      try {
        return await answer("");
      } finally {
        isHidden = false;
        output.write("\n");
      }
    },
    say: (text) => void output.write(text),
    close: () => lines.close(),
  };
}
