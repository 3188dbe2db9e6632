/** What a build of this version of the project makes, by name. */

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/**
 * What a build makes, as `dataset.name`. Read from the files, since a compilation takes seconds: a file has the name of
 * its table, view or assertion, and its config says what is asserted besides. Null where there are no models.
 */
export async function builtNames(root: string): Promise<ReadonlySet<string> | null> {
  const folder = path.join(root, "definitions");
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const models = files.filter((file) => file.endsWith(".sqlx"));
  if (models.length === 0) return null;
  const names = models.map(async (file) =>
    namesOf(path.basename(file, ".sqlx"), await readFile(path.join(folder, file), "utf8")),
  );
  return new Set((await Promise.all(names)).flat());
}

function namesOf(name: string, text: string): readonly string[] {
  const [, dataset = "ai_spend"] = /^ {2}schema: "(\w+)"/m.exec(text) ?? [];
  const assertion = (kind: string) => `ai_spend_assertions.${dataset}_${name}_assertions_${kind}`;
  return [
    `${dataset}.${name}`,
    // The rows that break a vendor's law are a table, and definitions/assertions/vendors.js makes the law of it.
    ...(/^law_\w+_rows$/.test(name) ? [`ai_spend_assertions.${name.replace(/_rows$/, "")}`] : []),
    ...(/\buniqueKey:/.test(text) ? [assertion("uniqueKey_0")] : []),
    ...(/\b(nonNull|rowConditions):/.test(text) ? [assertion("rowConditions")] : []),
  ];
}
