/** `ai-spend demo`: the invented organization, played by demo.ts through the same sync and build. */

import { type Command } from "../context.ts";

export const demo: Command<object> = async (_options, context) => {
  const { runDemo } = await import("./demo.ts");
  return runDemo(context);
};
