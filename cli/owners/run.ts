/** `ai-spend owners template`: the list of owners with the keys that nobody owns, to fill in. */

import { readConfig } from "../../ingest/settings/config.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { ownersTemplate } from "./owners_template.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import { openReading } from "../shared/open_warehouse.ts";
import type { Command } from "../shared/context.ts";
import { refuseToLose } from "./unsaved_rows.ts";
import type { Form } from "../shared/replaceable.ts";
import { mayWrite } from "../shared/write_file.ts";
import { writeOut } from "../shared/write_out.ts";

export interface OwnersOptions {
  readonly what: string;
  /** Standard output if left out. */
  readonly out?: string;
}

/** A spreadsheet writes a mark before it, and semicolons. */
const OWNERS: Form = {
  what: "list of owners",
  begins:
    /^\uFEFF?api_key_id([,;])owner_email\1owner_type\1policy_id\1valid_from\1valid_to\1note(?:\s|$)/,
};

export const run: Command<OwnersOptions> = async ({ what, out }, { stdout, stderr, signal }) => {
  if (what !== "template") {
    throw new ConfigError(`${JSON.stringify(what)} is not known here: write "owners template".`);
  }
  if (out !== undefined) mayWrite(out, OWNERS);
  const warehouse = await openReading(readConfig(), signal);
  try {
    const { csv, keys, ownerRows } = await ofThisVersion(() => ownersTemplate(warehouse));
    if (out !== undefined) refuseToLose(out, csv);
    if (ownerRows > 0 && keys > 0) {
      stderr(
        `The ${ownerRows === 1 ? "row of api_key_owners stands" : `${ownerRows} rows of api_key_owners stand`} first, for an import replaces them all: fill in what is below and import the whole file.\n`,
      );
    }
    if (out === undefined) {
      stdout(csv);
    } else {
      await writeOut(out, csv, OWNERS, signal);
      stdout(`${keys} ${keys === 1 ? "key" : "keys"} without an owner written to ${out}.\n`);
    }
    return 0;
  } finally {
    await warehouse.close();
  }
};
