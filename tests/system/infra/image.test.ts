/**
 * The loader as its image runs it: the bundled file alone, with the production settings, against the simulated
 * vendor and the local warehouse in another process.
 */

import { readFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { dayOf } from "../../../ingest/dates.ts";
import {
  adminKeyOf,
  type AnthropicServer,
  startAnthropic,
} from "../../../local/stand_ins/anthropic/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { startWarehouse } from "../../../local/warehouse/index.ts";
import {
  bigQueryAt,
  GRACE_MS,
  imageStage,
  type LoaderImage,
  makeLoaderImage,
  nodeOptions,
  type Started,
} from "../../support/loader_image.ts";

const DAY = 86_400_000;

const dockerfile = readFileSync("Dockerfile", "utf8");
const [, ...stages] = dockerfile.split(/^FROM /m);
const image = imageStage();

let loader: LoaderImage;
let vendor: AnthropicServer;
let warehouse: Awaited<ReturnType<typeof startWarehouse>>;
let settings: Record<string, string>;

beforeAll(async () => {
  loader = await makeLoaderImage();
  const lastDay = dayOf(Date.now() - DAY);
  const options = { days: 3, lastDay, requestsPerKeyDay: 1, second: false };
  vendor = await startAnthropic({ organizations: demoOrganizations(options), now: Date.now });
  warehouse = await startWarehouse({ file: ":memory:" });
  settings = {
    ...bigQueryAt(warehouse.url, warehouse.projectId),
    ANTHROPIC_ADMIN_KEY: adminKeyOf({ slug: "demo" }),
    ANTHROPIC_BASE_URL: vendor.url,
  };
});
afterAll(async () => {
  await vendor.close();
  await warehouse.close();
  loader.close();
});
beforeEach(() => vendor.faults.clear());

function start(args: readonly string[]): Started {
  return loader.start(args, settings);
}

describe("the image", () => {
  it("is built in two stages from one pinned base, and runs as a user without rights", () => {
    expect(stages.length).toBe(2);
    expect(stages.map((stage) => stage.split(/\s/)[0])).toEqual(["${NODE}", "${NODE}"]);
    expect(dockerfile).toMatch(/^ARG NODE=node:\d+\.\d+\.\d+-\w+-slim$/m);
    expect(image).toMatch(/^USER node$/m);
    expect(image).toMatch(/^ENTRYPOINT \["node", "dist\/ai-spend.mjs"\]$/m);
  });

  it("holds the bundle and the two files that it reads, and nothing else", () => {
    const copies = [...image.matchAll(/^COPY (.*)$/gm)].map(([, what]) => what);
    expect(copies).toEqual([
      "package.json workflow_settings.yaml connections.yam[l] ./",
      "--from=bundle /app/dist/ai-spend.mjs ./dist/",
    ]);
  });

  it("leaves Node less memory than the job has", () => {
    const memory = /memory = "(\d+)Gi"/.exec(readFileSync("infra/loader.tf", "utf8"))?.[1];
    const heap = /max-old-space-size=(\d+)/.exec(nodeOptions())?.[1];
    expect(Number(heap)).toBeLessThan(Number(memory) * 1024);
  });
});

describe("the bundle", () => {
  it("explains itself, and holds neither warehouse nor vendors of the laptop", async () => {
    const { code, output } = await start(["--help"]).ended;
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("sync") });
    const text = readFileSync(path.join(loader.folder, "dist/ai-spend.mjs"), "utf8");
    expect(text).not.toMatch(/duckdb|demoOrganizations|startAnthropic/);
  });

  it("refuses the laptop's warehouse with a sentence", async () => {
    settings = { ...settings, AI_SPEND_WAREHOUSE: "local" };
    const { code, output } = await start(["query", "select 1"]).ended;
    settings = { ...settings, AI_SPEND_WAREHOUSE: "bigquery" };
    expect({ code, output }).toMatchObject({
      code: 2,
      output: expect.stringMatching(
        /^The loader's image .* set AI_SPEND_WAREHOUSE to bigquery\.\n$/,
      ),
    });
  });

  it("keeps what is complete and ends within the grace time of SIGTERM; the next run does the rest", async () => {
    vendor.faults.set([{ kind: "latency", latencyMs: 100 }]);
    const { child, ended } = start(["sync"]);
    while (vendor.requests.length < 8 && child.exitCode === null) {
      await new Promise((next) => setTimeout(next, 20));
    }
    const asked = Date.now();
    child.kill("SIGTERM");
    const { code } = await ended;
    expect(Date.now() - asked).toBeLessThan(GRACE_MS);
    expect(code).toBe(75);

    vendor.faults.clear();
    const next = await start(["sync"]).ended;
    expect(next).toMatchObject({ code: 0, output: expect.stringContaining("run_ended") });
    expect(next.output).toContain("Resumed an interrupted run");
  });

  it("lands what the vendor says with the credentials of the machine it runs on", async () => {
    const { code, output } = await start([
      "query",
      "select count(*) as fetches from ai_raw.raw_fetches",
      "--format",
      "csv",
    ]).ended;
    expect(code).toBe(0);
    expect(Number(output.trim().split("\r\n")[1])).toBeGreaterThan(5);
    expect(loader.tokens()).toBeGreaterThan(0);
  });
});
