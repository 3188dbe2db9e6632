/** `ai-spend import`: lands a file that a person made. */

import { readFileSync } from "node:fs";
import path from "node:path";

import { readConfig } from "../config.ts";
import { errorCode } from "../error_facts.ts";
import { ConfigError } from "../errors.ts";
import { uuidV7 } from "../fetch_id.ts";
import { importFile } from "../imports/import_file.ts";
import { type Kind, KINDS } from "../imports/kinds.ts";
import { openWarehouse } from "../open_warehouse.ts";
import { loaderVersion } from "../version.ts";
import { type Command } from "./context.ts";

export interface ImportOptions {
  readonly kind: string;
  readonly file: string;
}

export const importCommand: Command<ImportOptions> = async (options, { stdout, stderr, log }) => {
  const kind = kindOf(options.kind);
  const bytes = read(options.file);
  const warehouse = await openWarehouse(readConfig());
  try {
    const summary = await importFile({
      kind,
      fileName: path.basename(options.file),
      bytes,
      warehouse,
      now: Date.now,
      newId: () => uuidV7(Date.now()),
      loaderVersion: loaderVersion(),
    });
    const { rows, kept, warnings } = summary;
    warnings.forEach((warning) => stderr(`${warning}\n`));
    log.event("file_imported", { kind: kind.name, rows, kept, warnings: warnings.length });
    const table = `${kind.table.dataset}.${kind.table.name}`;
    const added = kind.addsBy === null ? `holds these and no others` : `keeps ${kept} others`;
    stdout(`${rows} ${rows === 1 ? "row" : "rows"} imported; ${table} ${added}.\n`);
    return 0;
  } finally {
    await warehouse.close();
  }
};

function kindOf(name: string): Kind {
  const kind = KINDS.find((candidate) => candidate.name === name);
  if (kind !== undefined) return kind;
  throw new ConfigError(
    `${JSON.stringify(name)} is not a kind of file: the kinds are ${KINDS.map((known) => known.name).join(", ")}.`,
  );
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const isMissing = errorCode(error) === "ENOENT";
    throw new ConfigError(
      isMissing
        ? `${file} does not exist: check its name.`
        : `${file} cannot be read: check that it is a file and that you may read it.`,
      { cause: error },
    );
  }
}
