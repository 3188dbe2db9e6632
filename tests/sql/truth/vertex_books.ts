/** What the warehouse says that people spent on Vertex AI, beside what their calls truly cost. */

import { Readable } from "node:stream";

import { importFile } from "../../../ingest/imports/import_file.ts";
import { importExport } from "../../../ingest/imports/google/import_export.ts";
import { GOOGLE_KINDS } from "../../../ingest/imports/google/kinds.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { nanoUsd } from "../../../ingest/money/nano_usd.ts";
import {
  type GoogleExport,
  googleDays,
  type VertexOptions,
} from "../../../local/stand_ins/google/index.ts";
import { vertexModel } from "../../../local/stand_ins/google/skus.ts";
import type { Organization } from "../../../local/stand_ins/organization/index.ts";
import type { Tokens } from "../../../local/stand_ins/organization/model.ts";
import { kindNamed } from "../../ingest/imports/support.ts";
import type { RunQuery } from "../../support/build.ts";

let imports = 0;

/** Imports the bill, the log and the list of projects. */
export async function landGoogle(warehouse: Warehouse, google: GoogleExport): Promise<void> {
  const common = {
    warehouse,
    now: () => Date.parse("2026-11-05T06:00:00Z"),
    newId: () => `vertex-${(imports += 1)}`,
    loaderVersion: "test",
  };
  const texts = [google.billingNdjson, google.auditNdjson];
  for (const [index, kind] of GOOGLE_KINDS.entries()) {
    const bytes = Buffer.from(texts[index] ?? "");
    const open = () => Readable.from([bytes]);
    await importExport({ ...common, kind, fileName: `${kind.name}.ndjson`, open });
  }
  const bytes = Buffer.from(google.projectsCsv);
  const kind = kindNamed("vertex-projects");
  await importFile({ ...common, kind, fileName: "projects.csv", bytes });
}

/** The table that `gcp_request_metadata_logs` names in these tests; its columns are those of docs/vertex.md. */
export const TOKEN_LOG = "ai_raw.request_tokens";

/** Writes what each call read and wrote, which the audit log does not say. */
export async function writeTokenLog(
  runQuery: RunQuery,
  organization: Organization,
  options: VertexOptions = {},
): Promise<void> {
  await runQuery(`create or replace table \`local.${TOKEN_LOG}\` (
    called_at timestamp, project_id string, user_email string, model string,
    input_tokens int64, output_tokens int64, cache_read_tokens int64, cache_write_tokens int64)`);
  const rows = [...googleDays(organization, options)].flatMap(({ used }) =>
    used.flatMap(({ project, calls }) =>
      calls.map(({ at, person, model, tokens }) => {
        const texts = [project.id, person ?? project.serviceAccount, vertexModel(model).endpoint];
        const values = texts.map((text) => `'${text ?? ""}'`).join(", ");
        return `(timestamp '${new Date(at).toISOString()}', ${values}, ${counts(tokens)})`;
      }),
    ),
  );
  for (let start = 0; start < rows.length; start += 500) {
    const some = rows.slice(start, start + 500).join(",\n");
    await runQuery(`insert into \`local.${TOKEN_LOG}\` values ${some}`);
  }
}

function counts(tokens: Tokens): string {
  const { uncachedInput, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens;
  return [uncachedInput, output, cacheRead, cacheWrite5m + cacheWrite1h].join(", ");
}

/** Nano-dollars by project and person; null for nobody. */
export type Books = ReadonlyMap<string, bigint>;

export const bookKey = (projectId: string, person: string | null): string =>
  `${projectId} ${person ?? "nobody"}`;

/** What `claude_code_user_costs` charges to whom; a machine is nobody, as in the truth. */
export async function chargedOnVertex(runQuery: RunQuery): Promise<Books> {
  const rows = await runQuery(`
    select project_id, if(owner_type = 'person', user_email, 'nobody') as person, sum(cost) as usd
    from \`local.ai_spend.claude_code_user_costs\`
    group by project_id, if(owner_type = 'person', user_email, 'nobody')`);
  return new Map(
    rows.map((row) => [
      `${row["project_id"] ?? ""} ${row["person"] ?? "nobody"}`,
      nanoUsd(row["usd"] ?? "0"),
    ]),
  );
}

export function trueOnVertex({ truth }: GoogleExport): Books {
  const books = new Map<string, bigint>();
  for (const { projectId, person, nanoUsd: amount } of truth.costs()) {
    const key = bookKey(projectId, person);
    books.set(key, (books.get(key) ?? 0n) + amount);
  }
  return books;
}

export interface Distance {
  /** Part of the dollars that is on somebody else than who spent it. */
  readonly misplaced: number;
  /** The largest distance of one person from their truth, as part of that truth. */
  readonly worstPerson: number;
}

/** How far the books of some projects are from the truth, which has the same total. */
export function distance(charged: Books, truth: Books, projects: readonly string[]): Distance {
  const isOf = (key: string) => projects.some((project) => key.startsWith(`${project} `));
  const keys = [...new Set([...charged.keys(), ...truth.keys()])].filter(isOf);
  const rows = keys.map((key) => {
    const spent = truth.get(key) ?? 0n;
    const off = (charged.get(key) ?? 0n) - spent;
    return { key, spent, off: off < 0n ? -off : off };
  });
  const total = rows.reduce((sum, { spent }) => sum + spent, 0n);
  const misplaced = rows.reduce((sum, { off }) => sum + off, 0n);
  const people = rows.filter(({ key, spent }) => !key.endsWith(" nobody") && spent > 0n);
  return {
    misplaced: Number(misplaced) / 2 / Number(total),
    worstPerson: Math.max(...people.map(({ off, spent }) => Number(off) / Number(spent))),
  };
}
