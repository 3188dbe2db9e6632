/** Every server of `local/` answers programs of this machine alone: no other address, no other name, no web page. */

import { request } from "node:http";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import { startClaudeAi } from "../../../local/stand_ins/claude_ai/server.ts";
import { startCursor } from "../../../local/stand_ins/cursor/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { startWarehouse } from "../../../local/warehouse/index.ts";

const organizations = demoOrganizations({ days: 2, requestsPerKeyDay: 1, second: false });
const [organization] = organizations;
if (organization === undefined) throw new Error("there is always a first organization");
const now = () => Date.parse("2026-11-01T06:00:00Z");

const SERVERS = {
  "the stand-in of Anthropic": () => startAnthropic({ organizations, now }),
  "the stand-in of claude.ai": () => startClaudeAi({ organization, now }),
  "the stand-in of Cursor": () => startCursor({ organization, now }),
  "the local warehouse": () => startWarehouse({ file: ":memory:" }),
};

/** The status of a GET with headers that fetch would not send. */
function statusWith(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${url}/healthz`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe.each(Object.entries(SERVERS))("%s", (_name, start) => {
  let server: { readonly url: string; close(): Promise<void> };
  let port: string;
  beforeAll(async () => {
    server = await start();
    ({ port } = new URL(server.url));
  });
  afterAll(() => server.close());

  it.each([
    ["another host name", () => ({ host: `evil.example:${port}` })],
    ["another port's name", () => ({ host: "127.0.0.1:1" })],
    ["a page of another site", () => ({ origin: "https://evil.example" })],
    ["a page without a site", () => ({ origin: "null" })],
    ["a request that a browser calls cross-site", () => ({ "sec-fetch-site": "cross-site" })],
    ["one that it calls same-site", () => ({ "sec-fetch-site": "same-site" })],
  ])("refuses %s", async (_title, headers) => {
    expect(await statusWith(server.url, headers())).toBe(403);
  });

  it("answers a program, by either name", async () => {
    expect(await statusWith(server.url, {})).not.toBe(403);
    expect(await statusWith(server.url, { host: `localhost:${port}` })).not.toBe(403);
  });

  it("listens on 127.0.0.1 alone", async () => {
    await expect(statusWith(`http://127.0.0.2:${port}`, {})).rejects.toMatchObject({
      code: expect.stringMatching(/^E(CONNREFUSED|ADDRNOTAVAIL)$/) as unknown,
    });
  });
});
