/** BigQuery's API for the real Dataform CLI over a project of three models: its jobs all go well but those of `fails`. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

import { openBigQuery } from "../../../ingest/warehouse/bigquery.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { projectRoot } from "../../../ingest/project_root.ts";
import { refusal } from "../../ingest/support/fake_bigquery.ts";

export interface Fault {
  readonly reason: string;
  readonly message: string;
}

export interface AnsweringBigQuery {
  readonly root: string;
  readonly warehouse: Warehouse;
  /** What the job of a statement ends with; null where it goes well. */
  fails: (sql: string) => Fault | null;
  /** What is said of a call in place of its answer, such as `POST /jobs` or `GET /datasets/billing`. */
  says: (call: string) => object | null;
  close(): void;
}

const FILES = {
  "workflow_settings.yaml":
    "defaultProject: p\ndefaultLocation: US\ndefaultDataset: ai_spend\ndefaultAssertionDataset: ai_spend_assertions\n",
  "package.json": '{"dependencies": {"@dataform/core": "3.0.69"}}',
  "definitions/export.sqlx": 'config { type: "declaration", schema: "billing", name: "export" }',
  "definitions/first.sqlx": 'config { type: "table" }\nselect 1 as one from ${ref("export")}',
  "definitions/second.sqlx": 'config { type: "table" }\nselect one from ${ref("first")}',
  "definitions/apart.sqlx": 'config { type: "table" }\nselect 1 as one',
  "definitions/law.sqlx":
    'config { type: "assertion" }\nselect one from ${ref("second")} where one > 1',
};

export async function answeringBigQuery(): Promise<AnsweringBigQuery> {
  const root = mkdtempSync(path.join(os.tmpdir(), "ai-spend-answers-"));
  for (const folder of ["definitions", "includes"]) mkdirSync(path.join(root, folder));
  for (const [file, text] of Object.entries(FILES)) writeFileSync(path.join(root, file), text);
  const packages = path.join(root, "node_modules/@dataform");
  const installed = path.join(projectRoot(), "node_modules/@dataform");
  // The compiler loads nothing from outside of the project; the CLI itself finds its packages where it truly lies.
  cpSync(path.join(installed, "core"), path.join(packages, "core"), { recursive: true });
  symlinkSync(path.join(installed, "cli"), path.join(packages, "cli"));

  const statements = new Map<string, string>();
  const server = createServer((request, response) => {
    let body = "";
    request
      .on("data", (text: Buffer) => (body += text.toString()))
      .on("end", () => {
        const { pathname } = new URL(request.url ?? "", "http://google");
        const call = `${request.method} ${pathname.replace(/^.*\/projects\/p(?=\/)/, "")}`;
        const answer = service.says(call) ?? answerTo(call, body);
        const { error } = answer as { readonly error?: { readonly code: number } };
        response.writeHead(error?.code ?? 200, { "Content-Type": "application/json" });
        response.end(JSON.stringify(answer));
      });
  });
  function answerTo(call: string, body: string): object {
    const inPath = /\/(?:jobs|queries)\/([^/]+)/.exec(call)?.[1];
    if (call === "POST /jobs") {
      const { jobReference, configuration } = JSON.parse(body) as Insert;
      statements.set(jobReference.jobId, configuration.query.query);
      return job(jobReference.jobId);
    }
    if (inPath !== undefined && call.includes("/jobs/")) return job(inPath);
    if (inPath !== undefined) {
      const fault = service.fails(statements.get(inPath) ?? "");
      return fault === null ? rows(inPath) : refusal(400, fault.reason, fault.message);
    }
    const table = /^GET \/datasets\/ai_spend\/tables\/(\w+)$/.exec(call)?.[1];
    if (table !== undefined) return tableOf(table);
    if (call === "GET /datasets") return { datasets: [] };
    if (call === "GET /jobs") return { jobs: [] };
    return call.startsWith("GET ") ? refusal(404, "notFound", `Not found: ${call}`) : {};
  }
  function job(jobId: string): object {
    const fault = service.fails(statements.get(jobId) ?? "");
    return {
      jobReference: { projectId: "p", jobId, location: "US" },
      configuration: { query: { query: statements.get(jobId) } },
      status: { state: "DONE", ...(fault !== null && { errorResult: fault, errors: [fault] }) },
      statistics: { query: {} },
    };
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const localUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const release = () => Promise.resolve();
  const service: AnsweringBigQuery = {
    root,
    warehouse: openBigQuery({ projectId: "p", location: "US", localUrl, release }),
    fails: () => null,
    says: () => null,
    close: () => {
      server.closeAllConnections();
      server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  return service;
}

interface Insert {
  readonly jobReference: { readonly jobId: string };
  readonly configuration: { readonly query: { readonly query: string } };
}

function rows(jobId: string): object {
  const schema = { fields: [{ name: "row_count", type: "INTEGER" }] };
  const reference = { projectId: "p", jobId, location: "US" };
  return { jobComplete: true, jobReference: reference, schema, rows: [{ f: [{ v: "0" }] }] };
}

function tableOf(tableId: string): object {
  return {
    tableReference: { projectId: "p", datasetId: "ai_spend", tableId },
    type: "TABLE",
    lastModifiedTime: "1",
    schema: { fields: [{ name: "one", type: "INTEGER", mode: "NULLABLE" }] },
  };
}
