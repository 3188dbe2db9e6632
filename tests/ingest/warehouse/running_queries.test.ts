/** A query that nobody waits for any more does not go on on Google's side. */

import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { interruptible } from "../../../cli/shared/interruptible.ts";
import { openBigQuery } from "../../../ingest/warehouse/bigquery.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { refusal } from "../support/fake_bigquery.ts";

interface Asked {
  readonly call: "insert" | "rows" | "cancel";
  readonly jobId: string;
  readonly location: string | null;
}

/** What the service does with a call; null where it never answers. */
type Behaviour = (call: Asked["call"], earlier: number) => object | null;

const RUNNING: Behaviour = (call) =>
  call === "rows" ? null : call === "insert" ? job("RUNNING") : { kind: "cancelled" };

const ROWS = {
  jobComplete: true,
  schema: { fields: [{ name: "one", type: "INTEGER" }] },
  rows: [{ f: [{ v: "1" }] }],
};

const MISSING = refusal(404, "notFound", "Not found: Job p:EU.x");
const STOPPED = refusal(400, "stopped", "Job execution was cancelled: User requested cancellation");
const DUPLICATE = refusal(409, "duplicate", "Already Exists: Job p:EU.x");
const QUOTA = refusal(403, "quotaExceeded", "Quota exceeded: too many requests.");
const BUSY = refusal(503, "backendError", "The service is currently unavailable.");

let server: Server;
let behave: Behaviour;
let asked: Asked[];
let waiting: ServerResponse[];
let limits: (string | undefined)[];
let warehouse: Warehouse;

beforeEach(async () => {
  asked = [];
  waiting = [];
  limits = [];
  behave = RUNNING;
  server = createServer((request, response) => {
    let body = "";
    request
      .on("data", (text: Buffer) => (body += text.toString()))
      .on("end", () => {
        const { pathname, searchParams } = new URL(request.url ?? "", "http://google");
        const [, kind, inPath, verb] =
          /\/(jobs|queries)(?:\/([^/]+))?(\/cancel)?$/.exec(pathname) ?? [];
        const call = verb !== undefined ? "cancel" : kind === "jobs" ? "insert" : "rows";
        const insert = call === "insert" ? (JSON.parse(body) as Insert) : null;
        if (insert !== null) limits.push(insert.configuration.jobTimeoutMs?.toString());
        const inBody = insert?.jobReference;
        const location = inBody?.location ?? searchParams.get("location");
        const earlier = asked.filter((other) => other.call === call).length;
        asked.push({ call, jobId: inPath ?? inBody?.jobId ?? "", location });
        const answer = behave(call, earlier);
        if (answer === null) waiting.push(response);
        else send(response, answer);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const localUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const release = () => Promise.resolve();
  warehouse = openBigQuery({ projectId: "p", location: "EU", localUrl, release });
});
// Whoever still waits hears an end: a request that is cut off would be tried again, in the middle of another file.
afterEach(async () => {
  behave = () => STOPPED;
  for (const response of waiting) send(response, STOPPED);
  await new Promise((resolve) => setTimeout(resolve, 200));
  server.closeAllConnections();
  server.close();
});

function send(response: ServerResponse, answer: object): void {
  const { error } = answer as { readonly error?: { readonly code: number } };
  response.writeHead(error?.code ?? 200, { "Content-Type": "application/json" });
  response.end(JSON.stringify(answer));
}

interface Insert {
  readonly configuration: { readonly jobTimeoutMs?: string | number };
  readonly jobReference: { readonly jobId: string; readonly location: string };
}

function job(state: string): object {
  return { jobReference: { projectId: "p", jobId: "x", location: "EU" }, status: { state } };
}

const calls = () => asked.map(({ call }) => call);

async function until(call: Asked["call"]): Promise<void> {
  while (!calls().includes(call)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** As a verb that only reads is stopped once the service has heard of `call`. */
async function interrupted(
  call: Asked["call"],
  ask: (reading: Warehouse) => Promise<unknown>,
): Promise<unknown> {
  const stop = new AbortController();
  const end = ask(interruptible(warehouse, stop.signal)).catch((error: unknown) => error);
  await until(call);
  stop.abort();
  const error = await end;
  await warehouse.close();
  return error;
}

describe("an interrupted verb cancels its job, by the id and where it runs", () => {
  it.each<[string, (reading: Warehouse) => Promise<unknown>]>([
    ["of all rows", (reading) => reading.query("select 1")],
    ["of pages", (reading) => reading.queryPages("select 1").next()],
    [
      "of several",
      (reading) => Promise.all([reading.query("select 1"), reading.query("select 2")]),
    ],
  ])("a query %s", async (_title, ask) => {
    expect(await interrupted("rows", ask)).toMatchObject({ exitCode: 75 });
    const inserted = asked.filter(({ call }) => call === "insert").map(({ jobId }) => jobId);
    const cancelled = asked.filter(({ call }) => call === "cancel");
    expect(cancelled.map(({ jobId }) => jobId).sort()).toEqual(inserted.sort());
    expect(cancelled.every(({ location }) => location === "EU")).toBe(true);
  });

  it("that is only on its way, again until it is there", async () => {
    behave = (call, earlier) =>
      call === "insert" ? null : earlier < 2 ? MISSING : { kind: "cancelled" };
    await interrupted("insert", (reading) => reading.query("select 1"));
    expect(calls()).toEqual(["insert", "cancel", "cancel", "cancel"]);
  });

  it("while the service says that it still runs", async () => {
    behave = (call) => {
      if (call !== "rows") return RUNNING(call, 0);
      return calls().includes("cancel") ? STOPPED : { jobComplete: false };
    };
    await interrupted("rows", (reading) => reading.query("select 1"));
    expect(calls()).toContain("cancel");
  });

  it("without the verb's end, where it has more to do", async () => {
    const end = warehouse.query("select 1").catch(() => undefined);
    await until("rows");
    await warehouse.cancelQueries();
    expect(calls()).toEqual(["insert", "rows", "cancel"]);
    for (const response of waiting.splice(0)) send(response, STOPPED);
    await end;
  });

  it("and where nobody is left to do so, BigQuery ends it within the hour", async () => {
    behave = (call) => (call === "rows" ? ROWS : job("DONE"));
    await warehouse.query("select 1");
    await warehouse.queryPages("select 1").next();
    await warehouse.queryFirst("select 1", { rows: 5, timeoutMs: 9_000 });
    expect(limits).toEqual(["3600000", "3600000", "9000"]);
  });

  it("and does not wait for ever where that is not answered", async () => {
    behave = (call) => (call === "insert" ? job("RUNNING") : null);
    const before = Date.now();
    await interrupted("rows", (reading) => reading.query("select 1"));
    expect(Date.now() - before).toBeLessThan(8_000);
  }, 15_000);
});

describe("a query whose answer was lost", () => {
  it("is followed where the second try finds the first one's job", async () => {
    behave = (call, earlier) => (call === "rows" ? ROWS : earlier === 0 ? BUSY : DUPLICATE);
    expect((await warehouse.query("select 1 as one")).rows).toEqual([{ one: "1" }]);
    expect(new Set(asked.map(({ jobId }) => jobId)).size).toBe(1);
  }, 15_000);

  it("the same where only the first rows are wanted", async () => {
    behave = (call, earlier) => (call === "rows" ? ROWS : earlier === 0 ? BUSY : DUPLICATE);
    const { rows } = await warehouse.queryFirst("select 1 as one", { rows: 5, timeoutMs: 9_000 });
    expect(rows).toEqual([{ one: "1" }]);
  }, 15_000);

  it("for good does not go on", async () => {
    behave = (call) => (call === "rows" ? QUOTA : RUNNING(call, 0));
    await expect(warehouse.query("select 1")).rejects.toMatchObject({ exitCode: 75 });
    await warehouse.close();
    expect(calls()).toEqual(["insert", "rows", "cancel"]);
  });
});

describe("nothing is cancelled", () => {
  it("that has come to its end", async () => {
    behave = (call) => (call === "rows" ? ROWS : job("DONE"));
    await warehouse.query("select 1 as one");
    await warehouse.close();
    expect(calls()).toEqual(["insert", "rows"]);
  });

  it("that the service refused", async () => {
    behave = () => refusal(400, "invalidQuery", "Unrecognized name: x");
    await expect(warehouse.query("select x")).rejects.toMatchObject({ exitCode: 1 });
    await warehouse.close();
    expect(calls()).toEqual(["insert"]);
  });

  it("that is not there, more than once", async () => {
    behave = (call) => (call === "cancel" ? MISSING : QUOTA);
    await expect(warehouse.query("select 1")).rejects.toMatchObject({ exitCode: 75 });
    await warehouse.close();
    expect(calls()).toEqual(["insert", "cancel"]);
  });
});
