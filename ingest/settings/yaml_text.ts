/** The text of a YAML file as a value. What the parser only warns of is refused too, and no error quotes the text. */

import { parseDocument } from "yaml";

import { ConfigError } from "../errors.ts";

/** Throws ConfigError with `file`, the number of the line where it is known, and what to do. */
export function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { logLevel: "silent" });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    const line = fault.linePos === undefined ? "" : `, line ${fault.linePos[0].line},`;
    const what =
      fault.code === "TAG_RESOLVE_FAILED" || fault.code === "BAD_COLLECTION_TYPE"
        ? "has a tag (a word after !), which means nothing here: take it out"
        : "is not YAML: correct it or remove it";
    throw new ConfigError(`${file}${line} ${what}.`);
  }
  try {
    return document.toJS() as unknown;
  } catch {
    throw new ConfigError(
      `${file} has an alias (a name after *) that cannot be followed: write out what it stands for.`,
    );
  }
}
