/** `ai-spend demo`: the invented organization, played by local/demo.ts through the same sync and build. */

import { type Command, type CommandContext } from "./context.ts";

interface DemoModule {
  /** Returns the exit code. */
  runDemo(context: CommandContext): Promise<number>;
}

export const demo: Command<object> = async (_options, context) => {
  // Named by a variable, because production does not carry local/.
  const file: string = "../../local/demo.ts";
  const module = (await import(file)) as DemoModule;
  return module.runDemo(context);
};
