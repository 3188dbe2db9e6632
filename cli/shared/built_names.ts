/** What a build of this version of the project makes, by name. */

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/**
 * What a build makes, as `dataset.name`. Read from the files, since a compilation takes seconds: a file has the name of
 * its table, view or assertion, and its config says what is asserted besides. Null where there are no models.
 */
export async function builtNames(root: string): Promise<ReadonlySet<string> | null> {
  const models = await modelTexts(root);
  return models.length === 0 ? null : new Set(models.flatMap(namesOf));
}

/** Tables that a build adds to, as `dataset.name`: what they hold may be known nowhere else. */
export async function incrementalNames(root: string): Promise<ReadonlySet<string>> {
  const added = (await modelTexts(root)).filter(({ text }) =>
    /^ {2}type: "incremental"/m.test(text),
  );
  return new Set(added.map(({ name, text }) => `${datasetOf(text)}.${name}`));
}

interface ModelText {
  readonly name: string;
  readonly text: string;
}

/** None where there are no models. */
async function modelTexts(root: string): Promise<readonly ModelText[]> {
  const folder = path.join(root, "definitions");
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const models = files.filter((file) => file.endsWith(".sqlx"));
  return Promise.all(
    models.map(async (file) => ({
      name: path.basename(file, ".sqlx"),
      text: await readFile(path.join(folder, file), "utf8"),
    })),
  );
}

function datasetOf(text: string): string {
  return /^ {2}schema: "(\w+)"/m.exec(text)?.[1] ?? "ai_spend";
}

function namesOf({ name, text }: ModelText): readonly string[] {
  const dataset = datasetOf(text);
  const assertion = (kind: string) => `ai_spend_assertions.${dataset}_${name}_assertions_${kind}`;
  return [
    `${dataset}.${name}`,
    // The rows that break a vendor's law are a table, and definitions/assertions/vendors.js makes the law of it.
    ...(/^law_\w+_rows$/.test(name) ? [`ai_spend_assertions.${name.replace(/_rows$/, "")}`] : []),
    ...(/\buniqueKey:/.test(text) ? [assertion("uniqueKey_0")] : []),
    ...(/\b(nonNull|rowConditions):/.test(text) ? [assertion("rowConditions")] : []),
  ];
}
