/** Answers that must not be landed, or that never end: each is refused by name, for its endpoint alone, and soon. */

import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { afterEach, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";

import { excessOf } from "../../../ingest/ask/answer_limits.ts";
import { createAsk } from "../../../ingest/ask/ask.ts";
import { ConfigError, ContractError, TransportError } from "../../../ingest/errors.ts";
import { openHttp } from "../../../ingest/ask/http.ts";
import { recordingLog } from "../support/vendor_sync.ts";

const KEY = "sk-ant-admin01-very-secret-indeed";
let server: Server | null = null;
let asked: number;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Asks a server that answers so, and never waits between tries. */
async function ask(listener: RequestListener, answerTimeoutMs = 5_000) {
  asked = 0;
  server = createServer((request, response) => {
    asked += 1;
    void listener(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = openHttp(undefined, answerTimeoutMs);
  const effects = {
    send: http.send,
    sleep: () => Promise.resolve(),
    now: () => 0,
    random: () => 0,
    log: recordingLog(),
  };
  const who = { name: "acme", keyEnv: "K", key: KEY, baseUrl, headers: {}, remedies: {} };
  return createAsk(who, effects)(new URL(`${baseUrl}/v1`), "cost_report");
}

/** Asks over a network on which every question fails with this code. */
async function failing(code: string) {
  const send = jest.fn(() => Promise.reject(Object.assign(new Error("failed"), { code })));
  const baseUrl = "https://api.example.com";
  const who = { name: "acme", keyEnv: "K", key: KEY, baseUrl, headers: {}, remedies: {} };
  const effects = {
    send,
    sleep: () => Promise.resolve(),
    now: () => 0,
    random: () => 0,
    log: recordingLog(),
  };
  const answer = createAsk(who, effects)(new URL(`${baseUrl}/v1?key=secret`), "cost_report");
  const error = await answer.catch((thrown: unknown) => thrown);
  return { error, times: send.mock.calls.length };
}

const says =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  };

describe("an answer that cannot get better ends its endpoint with 65", () => {
  it.each<[string, RequestListener, RegExp, number]>([
    ["half an emoji", says(String.raw`{"name":"x\ud83d"}`), /half of a character/, 1],
    ["its other half", says(String.raw`{"name":"\ude00"}`), /half of a character/, 1],
    ["half of one in a name of a field", says(String.raw`{"\ud83d":1}`), /half of a char/, 1],
    ["five million brackets", says("[".repeat(5e6) + "]".repeat(5e6)), /nested more than 100/, 1],
    ["nested objects", says('{"a":'.repeat(101) + "1" + "}".repeat(101)), /nested more/, 1],
    ["an amount of two million digits", says(`{"amount":"${"9".repeat(2e6)}"}`), /400 digits/, 1],
    ["a number of as many", says(`{"amount":1.${"9".repeat(2e6)}}`), /400 digits/, 1],
    ["65 MB", says(`{"a":"${"x".repeat(65 * 1024 * 1024)}"}`), /more than 64 MB/, 1],
    [
      "a small answer that unpacks to 100 MB",
      says(gzipSync(Buffer.alloc(100 * 1024 * 1024, 32)), { "content-encoding": "gzip" }),
      /more than 64 MB/,
      1,
    ],
    ["a name twice", says('{"a":1,"b":{"c":":","d":[],"c":2}}'), /a name twice in one object/, 1],
    ["a name twice, once escaped", says(String.raw`{"a":1,"\u0061":2}`), /a name twice/, 1],
    ["nothing", says(""), /an empty answer/, 2],
    ["blanks", says(" \n"), /an empty answer/, 2],
    [
      "headers without an end",
      says("{}", { "x-a": "a".repeat(20_000) }),
      /more headers than are read;/,
      2,
    ],
    [
      "a malformed header",
      (_request, { socket }) => void socket?.end("HTTP/1.1 200 OK\r\nno header\r\n\r\n{}"),
      /an answer that is not HTTP\/1\.1;/,
      2,
    ],
    [
      "HTTP/2",
      (_request, { socket }) => void socket?.end(Buffer.from("000000040000000000", "hex")),
      /an answer that is not HTTP\/1\.1;/,
      2,
    ],
    ["a byte order mark", says("\uFEFF{}"), /byte order mark/, 1],
    ["HTML", says("<html>", { "content-type": "text/html" }), /content type text\/html/, 1],
    ["HTML that is called JSON", says("<html>"), /HTML page/, 2],
    ["another compression", says("{}", { "content-encoding": "zstd" }), /compression/, 1],
    [
      "what is called gzip and is none",
      says('{"data": []}', { "content-encoding": "gzip" }),
      /an answer that is called gzip and is none \(content type application\/json\);/,
      1,
    ],
    [
      "HTML that is called gzip",
      says("<html>".repeat(99), { "content-encoding": "X-Gzip", "content-type": "text/html" }),
      /called x-gzip and is none \(content type text\/html\)/,
      1,
    ],
    [
      "what is called br and is none",
      says("{".repeat(999), { "content-encoding": "br", "content-type": "" }),
      /called br and is none;/,
      1,
    ],
    [
      "gzip with bytes of something else in it",
      says(Buffer.concat([gzipSync("{}").subarray(0, 10), Buffer.alloc(99, 255)]), {
        "content-encoding": "gzip",
      }),
      /called gzip and is none/,
      1,
    ],
    ["304", says("", {}, 304), /HTTP 304 \(not changed since an earlier answer/, 1],
    ["no text", says(Buffer.from([0x22, 0xff, 0x22])), /not UTF-8 .*application\/json/, 2],
    ["204", says("", {}, 204), /HTTP 204/, 1],
    ["206", says("{}", {}, 206), /HTTP 206/, 1],
    ["the key itself", says(JSON.stringify({ error: `no ${KEY}` })), /repeats the key/, 1],
    [
      "the key as it is sent",
      says(JSON.stringify({ echo: Buffer.from(`${KEY}:`).toString("base64") })),
      /repeats the key/,
      1,
    ],
    [
      "the key behind escapes",
      says(`{"echo":"${KEY.replace("s", String.raw`\u0073`)}"}`),
      /repeats the key/,
      1,
    ],
  ])("%s", async (_kind, listener, message, times) => {
    const error = await ask(listener).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ContractError);
    expect(error).toMatchObject({ exitCode: 65, message: expect.stringMatching(message) });
    expect(String(error)).toMatch(/^\S+ Connection "acme", cost_report: .*\.$/);
    expect(String(error)).not.toContain("secret");
    expect(asked).toBe(times);
  });
});

it.each([
  ["SELF_SIGNED_CERT_IN_CHAIN", /shows a certificate that is not trusted: let NODE_EXTRA_CA_CERTS/],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /not trusted: let NODE_EXTRA_CA_CERTS/],
  ["INVALID_PURPOSE", /not trusted: let NODE_EXTRA_CA_CERTS/],
  ["CERT_HAS_EXPIRED", /of another time: check this machine's clock; if that is right,/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", /for another name: check the base URL/],
  ["ERR_SSL_WRONG_VERSION_NUMBER", /does not speak TLS: check that the base URL/],
])("what only the operator can mend ends with 2 at once: %s", async (code, message) => {
  const { error, times } = await failing(code);
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toMatch(
    /^\S+ Connection "acme", cost_report: https:\/\/api\.example\.com (shows|does not speak) /,
  );
  expect(String(error)).toMatch(message);
  expect(String(error)).toMatch(new RegExp(`\\(${code}\\)\\.$`));
  expect(String(error)).not.toContain("secret");
  expect(times).toBe(1);
});

it.each(["ECONNREFUSED", "ENOTFOUND", "ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", "ANEW"])(
  "what may pass is asked for again: %s",
  async (code) => {
    const { error, times } = await failing(code);
    expect(error).toBeInstanceOf(TransportError);
    expect(times).toBe(10);
  },
);

it.each([
  [407, /HTTP 407: a proxy between asks for a sign-in, .*; check the base URL and the proxy sett/],
  [511, /HTTP 511: the network asks for a sign-in; sign in with a browser/],
])(
  "a sign-in that something in between asks for is not the vendor's: %i",
  async (status, words) => {
    const headers = { "proxy-authenticate": "Basic", "content-type": "text/html" };
    const error = await ask(says("<html>", headers, status)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ status, message: expect.stringMatching(words) });
    expect(asked).toBe(1);
  },
);

it.each([
  [503, TransportError, /HTTP 503, after 10 tries/, 10],
  [400, ContractError, /HTTP 400: the vendor refuses/, 1],
  [401, ContractError, /HTTP 401: the vendor refuses/, 1],
])(
  "a refusal that unpacks to too much is what its status says: %i",
  async (status, kind, words, n) => {
    const packed = gzipSync(Buffer.alloc(80 * 1024 * 1024, 32));
    const listener = says(packed, { "content-encoding": "gzip" }, status);
    const error = await ask(listener).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toMatch(words);
    expect(asked).toBe(n);
  },
);

it.each([
  [503, "gzip", TransportError, /HTTP 503, after 10 tries/],
  [429, "zstd", TransportError, /HTTP 429, after 10 tries/],
  [400, "br", ContractError, /HTTP 400: the vendor refuses/],
])(
  "a refusal whose body cannot be unpacked is what its status says: %s %s",
  async (status, encoding, kind, message) => {
    const listener = says("<html>".repeat(99), { "content-encoding": encoding }, status);
    const error = await ask(listener).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toMatch(message);
  },
);

it("a name that other objects, texts and lists have too is none that is there twice", async () => {
  const body = String.raw`{"a":[{"a":":\"a\":"},{"a":{}}],"__proto__":{"a":null,"":1}}`;
  expect(await ask(says(body))).toMatchObject({ body });
});

it.each([
  ["an answer that is cut", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"],
  ["one that is cut in a piece", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{"],
  ["a connection that ends without a word", ""],
])("%s is asked for again: 75", async (_what, text) => {
  const cut: RequestListener = (_request, { socket }) => void socket?.end(text);
  const error = await ask(cut).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ exitCode: 75, message: expect.stringMatching(/after 10 tries/) });
});

it.each(["86400", "Mon, 02 Nov 2026 00:00:00 GMT"])(
  "a vendor that asks to wait for longer than a command waits (%s) is named with the time",
  async (wait) => {
    const error = await ask(says("{}", { "retry-after": wait }, 429)).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(
      /HTTP 429, after 1 try: it asks to wait until \d{4}-\d\d-\d\dT00:00:00Z, longer than a command waits; run it again then to resume\.$/,
    );
  },
);

it.each(["300000000000", "251700000000000", "9".repeat(400)])(
  "a wait that ends after the year 9999 (%s) is told without its end",
  async (wait) => {
    const error = await ask(says("{}", { "retry-after": wait }, 503)).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(
      /HTTP 503, after 1 try; run the command again later to resume\.$/,
    );
  },
);

it("an answer that comes byte by byte and never ends is given up, with 75", async () => {
  const drip: RequestListener = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 10);
    response.on("close", () => clearInterval(timer));
  };
  const error = await ask(drip, 100).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TransportError);
  expect(String(error)).toMatch(/no complete answer \(ANSWER_TIMEOUT\), after 10 tries/);
});

it.each([
  ["gzip", gzipSync],
  ["br", brotliCompressSync],
])("an answer is asked for compressed, and read: %s", async (encoding, pack) => {
  let accepted: unknown;
  const { body } = await ask((request, response) => {
    accepted = request.headers["accept-encoding"];
    says(pack(Buffer.from('{"data": []}')), { "content-encoding": encoding })(request, response);
  });
  expect(body).toBe('{"data": []}');
  expect(accepted).toBe("gzip, br");
});

it.each(["", "identity", " Identity "])(
  "an answer that says it is not compressed is read as it is: %j",
  async (encoding) => {
    const { body } = await ask(says('{"data": []}', { "content-encoding": encoding }));
    expect(body).toBe('{"data": []}');
  },
);

it("a compressed answer that is cut is asked for again", async () => {
  const whole = gzipSync(Buffer.from('{"data": []}'));
  const { body } = await ask((request, response) => {
    const bytes = asked === 1 ? whole.subarray(0, 20) : whole;
    says(bytes, { "content-encoding": "gzip" })(request, response);
  });
  expect(body).toBe('{"data": []}');
  expect(asked).toBe(2);
});

describe("what is looked for in the text", () => {
  const landed = { isLanded: true };

  it("is in no answer that a program wrote", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "grapheme", maxDepth: 5 }), (value) => {
        const escaped = JSON.stringify(value).replace(
          /[\u0080-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
        );
        expect(excessOf(JSON.stringify(value), landed)).toBeNull();
        expect(excessOf(escaped, landed)).toBeNull();
      }),
    );
  });

  it("is found wherever half of a character stands", () => {
    const half = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => `\\u${unit.toString(16)}`);
    const text = fc
      .stringMatching(/^[ a-z"[\]{}]*$/)
      .map((plain) => JSON.stringify(plain).slice(1, -1));
    fc.assert(
      fc.property(text, half, text, (before, unit, after) => {
        expect(excessOf(`{"a":"${before}${unit}${after}"}`, landed)).toMatch(/half of a char/);
      }),
    );
  });

  it("does not take a backslash and letters, brackets in text, or a whole emoji for anything", () => {
    const texts = [String.raw`{"a":"\\ud83d"}`, `{"a":"${"[".repeat(500)}"}`];
    texts.push(String.raw`{"a":"\ud83d\ude00\ud83d\ude00","b":"\"[["}`);
    expect(texts.map((text) => excessOf(text, landed))).toEqual([null, null, null]);
  });
});
