/** `ai-spend init`: asks for the keys and the warehouse, and writes them where every command reads them. */

import path from "node:path";

import { currentPlace, refuseUnknown } from "../../ingest/settings/config.ts";
import { readConnectionList } from "../../ingest/settings/connection_list.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { readSettingsText } from "../../ingest/operator_file.ts";
import { openPrompt } from "./prompt.ts";
import { askChanges, type Changes } from "./questions.ts";
import { refuseOtherThanFile, writeSettings } from "./write_settings.ts";
import {
  editSettings,
  type Environment,
  parseSettings,
  setting,
  settingsPath,
} from "../../ingest/settings/settings.ts";
import { VENDORS } from "../../ingest/vendors/index.ts";
import type { Command } from "../shared/context.ts";

export const run: Command<object> = async (_options, { terminal, signal, stdout }) => {
  const place = currentPlace();
  const file = settingsPath(place);
  if (!terminal) throw new ConfigError(withoutTerminal(file));
  refuseOtherThanFile(file);
  const text = readSettingsText(file) ?? "";
  const settings = parseSettings(text, file);
  refuseUnknown(settings);
  const listed = readConnectionList(path.join(place.cwd, "connections.yaml"));

  const prompt = openPrompt(terminal, signal);
  try {
    prompt.say(`Settings go to ${file}. What is typed as a key is not shown.\n`);
    const changes = await askChanges(prompt, settings, listed);
    const edited = editSettings(text, changes);
    if (edited !== text) writeSettings(file, edited);
    stdout(ending(file, edited !== text, changes, place.env));
    return 0;
  } finally {
    prompt.close();
  }
};

function withoutTerminal(file: string): string {
  const keys = VENDORS.map(({ keyEnv }) => keyEnv).join(", ");
  return `init asks questions and needs a terminal: without one set ${keys}, AI_SPEND_WAREHOUSE and GOOGLE_CLOUD_PROJECT, as far as they apply, in the environment or as NAME=value lines in ${file}.`;
}

function ending(file: string, isWritten: boolean, changes: Changes, env: Environment): string {
  const overruled = Object.entries(changes).filter(
    ([name, value]) => setting(env, name) !== null && setting(env, name) !== value,
  );
  return [
    isWritten ? `Written to ${file}, which only you can read.` : `Nothing changed in ${file}.`,
    ...overruled.map(
      ([name]) => `${name} has another value in the environment, which is used: unset it there.`,
    ),
    "Next: npm run -s ai-spend -- doctor    whether the keys are accepted",
    "      npm run -s ai-spend -- sync      what the vendors say",
    "",
  ].join("\n");
}
