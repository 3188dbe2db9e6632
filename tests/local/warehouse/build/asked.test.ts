/** A build that another process runs, which may end at any moment: it is told apart from a build that fails. */

import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, it } from "@jest/globals";

import { askForBuild, OwnerGoneError } from "../../../../local/warehouse/api/build_api.ts";

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Asks an owner that answers so; what it says of actions before the end. */
async function ask(answer: (response: ServerResponse) => void, signal?: AbortSignal) {
  const owner = createServer((request, response) => {
    request.resume().on("end", () => answer(response));
  });
  server = owner;
  await new Promise<void>((resolve) => owner.listen(0, "127.0.0.1", resolve));
  const { port } = owner.address() as AddressInfo;
  return askAt(port, signal);
}

async function askAt(port: number, signal?: AbortSignal) {
  const said: string[] = [];
  const request = { actions: [], sources: [], all: false, fullRefresh: false, anew: [] };
  const onEnd = ({ name }: { readonly name: string }) => void said.push(name);
  const options = { onEnd, now: () => 0, ...(signal && { signal }) };
  const failure = await askForBuild({ port, secret: null }, request, options).then(
    () => null,
    (error: unknown) => error,
  );
  return { said, failure };
}

const line = (name: string) => `${JSON.stringify({ ended: { name } })}\n`;

/** Sends the text, then breaks the connection. */
const cutAfter = (text: string) => (response: ServerResponse) => {
  response.writeHead(200);
  response.write(text, () => setTimeout(() => response.destroy(), 50));
};

describe("an owner that goes away", () => {
  it.each<[string, (response: ServerResponse) => void, readonly string[]]>([
    ["before it answers", (response) => response.destroy(), []],
    ["before a line", cutAfter(""), []],
    ["between lines", cutAfter(line("a") + line("b")), ["a", "b"]],
    ["within a line", cutAfter(line("a") + line("b").slice(0, 9)), ["a"]],
    ["within a character", cutAfter(`${line("a")}{"ended":{"name":"\u00fc`), ["a"]],
    ["without its last line", (response) => response.end(line("a")), ["a"]],
    ["within its last line", (response) => response.end('{"done":true}'), []],
    ["for another, who knows of no build", (response) => response.writeHead(404).end("{}"), []],
    ["for a program of another kind", (response) => response.end("<html>\n</html>\n"), []],
  ])("%s is told as gone", async (_when, answer, names) => {
    const { said, failure } = await ask(answer);
    expect(failure).toBeInstanceOf(OwnerGoneError);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/went away: .*build again\.$/),
    });
    expect(said).toEqual(names);
  });

  it("and no longer listens is told as gone", async () => {
    await ask((response) => response.end());
    const { port } = server?.address() as AddressInfo;
    await new Promise((resolve) => server?.close(resolve));
    expect((await askAt(port)).failure).toBeInstanceOf(OwnerGoneError);
  });
});

describe("an owner that stays", () => {
  it("says how the build ended", async () => {
    expect(await ask((response) => response.end(`${line("a")}{"done":true}\n`))).toEqual({
      said: ["a"],
      failure: null,
    });
    const { failure } = await ask((response) => response.end('{"failed":"no such table"}\n'));
    expect(failure).not.toBeInstanceOf(OwnerGoneError);
    expect(failure).toMatchObject({ message: "no such table" });
  });

  it("is left by whoever asked to stop", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped");
    const { failure } = await ask((response) => {
      response.write(line("a"), () => setTimeout(() => stop.abort(reason), 50));
    }, stop.signal);
    expect(failure).toBe(reason);
  });
});
