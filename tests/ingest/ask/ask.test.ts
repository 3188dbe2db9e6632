/** One question, asked until it is answered, over a network that is played by undici's MockAgent. */

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { MockAgent } from "undici";

import { type Ask, createAsk } from "../../../ingest/ask/ask.ts";
import { ConfigError, ContractError, TransportError } from "../../../ingest/errors.ts";
import { openHttp } from "../../../ingest/ask/http.ts";
import { REMEDIES } from "../../../ingest/vendors/anthropic/remedies.ts";
import { recordingLog } from "../support/vendor_sync.ts";

const ORIGIN = "https://api.anthropic.com";
const URL_ASKED = new URL(`${ORIGIN}/v1/organizations/cost_report`);
const KEY = "sk-ant-admin01-very-secret";

let agent: MockAgent;
let waits: number[];
let log: ReturnType<typeof recordingLog>;

beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
  waits = [];
  log = recordingLog();
});

afterEach(async () => {
  agent.assertNoPendingInterceptors();
  await agent.close();
});

function asker(signal?: AbortSignal): Ask {
  const headers = { "x-api-key": KEY };
  return createAsk(
    {
      name: "acme",
      keyEnv: "ANTHROPIC_ADMIN_KEY",
      baseUrl: ORIGIN,
      headers,
      remedies: REMEDIES,
    },
    {
      send: openHttp(agent).send,
      sleep: (ms) => Promise.resolve(void waits.push(ms)),
      now: () => 0,
      random: () => 1,
      log,
      signal,
    },
  );
}

function answers(
  ...replies: { status?: number; body: string | Buffer; headers?: Record<string, string> }[]
) {
  const pool = agent.get(ORIGIN);
  for (const { status = 200, body, headers = {} } of replies) {
    pool
      .intercept({ path: URL_ASKED.pathname, headers: { "x-api-key": KEY } })
      .reply(status, body, { headers });
  }
}

const GOOD = { body: '{"data": []}' };

describe("an answer", () => {
  it("keeps the exact text beside the parsed value", async () => {
    answers({ body: '{"amount":  "1.10", "ü": 1}' });
    const answer = await asker()(URL_ASKED, "cost_report");
    expect(answer).toEqual({ body: '{"amount":  "1.10", "ü": 1}', json: { amount: "1.10", ü: 1 } });
    expect(waits).toEqual([]);
  });

  it("comes after 429 without retry-after, on our own clock", async () => {
    answers({ status: 429, body: "{}" }, { status: 429, body: "{}" }, GOOD);
    await asker()(URL_ASKED, "cost_report");
    expect(waits).toEqual([500, 1000]);
  });

  it("comes after 429 with retry-after, when the server said", async () => {
    answers({ status: 429, body: "{}", headers: { "retry-after": "3" } }, GOOD);
    await asker()(URL_ASKED, "cost_report");
    expect(waits).toEqual([3000]);
  });

  it.each([
    ["529", { status: 529, body: "{}" }],
    ["an HTML page with status 502", { status: 502, body: "<html>Bad gateway</html>" }],
    ["an HTML page with status 200", { body: "<html>Log in</html>" }],
    ["a body cut in the middle", { body: '{"data": [{"amount": "1' }],
    ["bytes that are not UTF-8", { body: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]) }],
  ])("comes after %s", async (_name, reply) => {
    answers(reply, GOOD);
    expect((await asker()(URL_ASKED, "cost_report")).json).toEqual({ data: [] });
    expect(log.events.map(({ event }) => event)).toEqual(["request_retried"]);
  });

  it("comes after a lost connection", async () => {
    agent.get(ORIGIN).intercept({ path: URL_ASKED.pathname }).replyWithError(new Error("lost"));
    answers(GOOD);
    expect((await asker()(URL_ASKED, "cost_report")).json).toEqual({ data: [] });
  });
});

describe("the end of asking", () => {
  it("is a TransportError after ten tries, and the message says what to do", async () => {
    answers(...Array.from({ length: 10 }, () => ({ status: 529, body: "{}" })));
    const asked = asker()(URL_ASKED, "cost_report");
    await expect(asked).rejects.toThrow(TransportError);
    await expect(asked).rejects.toThrow(
      /"acme", cost_report: HTTP 529, after 10 tries; run the command again/,
    );
    expect(waits).toHaveLength(9);
  });

  it.each([
    [401, ConfigError, /key in ANTHROPIC_ADMIN_KEY is not accepted/],
    [403, ConfigError, /may not read this; set an Admin key/],
    [
      404,
      ConfigError,
      /is not an Admin key and may not be used as one, or the account is an individual one/,
    ],
    [301, ConfigError, /redirect, which is not followed/],
    [400, ContractError, /refuses a request that its documentation allows/],
  ])("is at once on %i", async (status, type, message) => {
    answers({ status, body: "{}" });
    const asked = asker()(URL_ASKED, "cost_report");
    await expect(asked).rejects.toThrow(type);
    await expect(asked).rejects.toThrow(message);
    expect(waits).toEqual([]);
  });

  it("is at once if the server says not to retry", async () => {
    answers({ status: 500, body: "{}", headers: { "x-should-retry": "false" } });
    await expect(asker()(URL_ASKED, "cost_report")).rejects.toThrow(/after 1 try[;:]/);
  });

  it("tells the error type and the request id, never key, header or body", async () => {
    const message = `invalid x-api-key ${KEY} of someone@example.com`;
    const body = JSON.stringify({ error: { type: "authentication_error", message } });
    answers({ status: 401, body, headers: { "request-id": "req_123" } });
    const error = await asker()(URL_ASKED, "cost_report").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    const told = `${String(error)} ${JSON.stringify(log.events)}`;
    expect(told).toContain("HTTP 401, authentication_error, request id req_123");
    expect(told).not.toMatch(/secret|example\.com|invalid x-api-key/);
  });

  it("is before the next try once the operator has asked to stop", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(asker(stop.signal)(URL_ASKED, "cost_report")).rejects.toThrow(/Interrupted/);
  });
});

describe("a 429", () => {
  it("makes the other questions of the connection wait too", async () => {
    let wake: () => void = () => undefined;
    const order: string[] = [];
    const ask = createAsk(
      { name: "acme", keyEnv: "K", baseUrl: ORIGIN, headers: {}, remedies: {} },
      {
        send: ({ url }) => {
          order.push(url.pathname);
          const status = order.length === 1 ? 429 : 200;
          return Promise.resolve({ status, headers: {}, bytes: Buffer.from("{}") });
        },
        sleep: () => new Promise((resolve) => (wake = resolve)),
        now: () => 0,
        random: () => 0,
        log,
      },
    );
    const first = ask(new URL(`${ORIGIN}/first`), "first");
    await new Promise((resolve) => setImmediate(resolve));
    const second = ask(new URL(`${ORIGIN}/second`), "second");
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(["/first"]);
    wake();
    await Promise.all([first, second]);
    expect([...order].sort()).toEqual(["/first", "/first", "/second"]);
  });
});
