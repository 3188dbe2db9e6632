/** tables.patch: descriptions, labels, new columns, a REQUIRED column made NULLABLE, a view's query. */

import { invalid, notImplemented } from "../store/api_error.ts";
import {
  keyOf,
  placeOf,
  PROJECT,
  requireTable,
  tableFields,
  type TableEntry,
} from "../catalog/catalog.ts";
import { readCatalog, writeTable } from "../catalog/catalog_store.ts";
import type { Engine } from "../store/engine.ts";
import { duckDbType, googleSqlType, quoteName, readFields, type Field } from "../store/fields.ts";
import { object, readClustering } from "./load_request.ts";
import type { Answer, Call } from "./call.ts";
import { describeTable } from "./table_resource.ts";
import { makeView, nameOf, readTable } from "./tables_api.ts";
import { receiveJson } from "./upload.ts";

export async function patchTable(call: Call): Promise<Answer> {
  const { engine, now } = call;
  const body = object(await receiveJson(call.request));
  const resource = await engine.exclusive(async () => {
    const entry = requireTable(await readCatalog(engine), nameOf(call));
    const clustering = readClustering(body["clustering"]);
    const details = {
      ...describeTable(entry.details, body),
      ...(clustering === null ? {} : { clustering }),
      lastModifiedTime: String(now()),
    };
    if (body["view"] !== undefined) {
      if (entry.kind !== "VIEW") throw invalid(`${PROJECT}:${keyOf(entry)} is no view`);
      await makeView(engine, entry, body["view"], details);
    } else {
      await engine.transaction(async () => {
        const given = object(body["schema"])["fields"];
        const fields =
          given === undefined
            ? details.fields
            : await changeColumns(engine, entry, readFields(given));
        await writeTable(
          engine,
          entry,
          entry.kind,
          fields === undefined ? details : { ...details, fields },
        );
      });
    }
    return readTable(engine, entry);
  });
  return { body: resource };
}

/** Adds and relaxes columns. Throws 400 for one that is missing or of another type. Gives what to keep. */
async function changeColumns(
  engine: Engine,
  entry: TableEntry,
  given: readonly Field[],
): Promise<readonly Field[]> {
  const place = placeOf(engine, entry);
  const actual = await tableFields(engine, place, entry.details.fields);
  const problem = `Provided Schema does not match Table ${PROJECT}:${keyOf(entry)}.`;
  const find = (fields: readonly Field[], name: string) =>
    fields.find((field) => field.name.toLowerCase() === name.toLowerCase());

  for (const { name } of actual) {
    if (find(given, name) === undefined)
      throw invalid(`${problem} Field ${name} is missing in new schema`);
  }
  for (const field of given) {
    const known = find(actual, field.name);
    if (known === undefined) {
      if (entry.kind === "VIEW") throw invalid(`${problem} A view has the columns of its query`);
      if (field.mode === "REQUIRED")
        throw invalid(`${problem} Cannot add required fields (field: ${field.name})`);
      await engine.run(
        `alter table ${place} add column ${quoteName(field.name)} ${duckDbType(field)}`,
      );
      continue;
    }
    if (googleSqlType(known) !== googleSqlType(field)) {
      if (known.type === "RECORD" && field.type === "RECORD") {
        throw notImplemented(`a change to the fields of record ${field.name}`);
      }
      const change = `from ${googleSqlType(known)} to ${googleSqlType(field)}`;
      throw invalid(`${problem} Field ${field.name} has changed type ${change}`);
    }
    if (known.mode !== "REQUIRED" && field.mode === "REQUIRED") {
      throw invalid(`${problem} Field ${field.name} has changed mode from NULLABLE to REQUIRED`);
    }
    if (known.mode === "REQUIRED" && field.mode !== "REQUIRED") {
      await engine.run(`alter table ${place} alter column ${quoteName(field.name)} drop not null`);
    }
  }
  return given;
}
