/** One answer of every endpoint of every stand-in, as it is on the wire. */

import { openHttp } from "../../../ingest/ask/http.ts";
import type { Endpoint } from "../../../ingest/endpoint/endpoint.ts";
import type { Window } from "../../../ingest/endpoint/windows.ts";
import { VENDORS } from "../../../ingest/vendors/index.ts";
import { adminKeyOf, startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import { startClaudeAi } from "../../../local/stand_ins/claude_ai/server.ts";
import { startCursor } from "../../../local/stand_ins/cursor/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";

export interface Served {
  /** Base URL and headers of the vendor with this id. */
  readonly vendors: Readonly<
    Record<string, { readonly url: string; readonly headers: Readonly<Record<string, string>> }>
  >;
  /** Sets the day on which the vendors answer. */
  setDay(day: string): void;
  close(): Promise<void>;
}

export interface Answered {
  readonly body: string;
  readonly window: Window | null;
}

const DAY: Window = { start: "2026-10-14", end: "2026-10-15" };

export async function serveAll(): Promise<Served> {
  const [organization, ...others] = demoOrganizations({ people: 10, second: false });
  if (organization === undefined) throw new Error("there is always a first organization");
  const clock = { now: 0 };
  const now = (): number => clock.now;
  const organizations = [organization, ...others];
  const [anthropic, claudeAi, cursor] = await Promise.all([
    startAnthropic({ organizations, now, serviceAccounts: "on" }),
    startClaudeAi({ organization, now }),
    startCursor({ organization, now }),
  ]);
  const anthropicHeaders = { "anthropic-version": "2023-06-01" };
  return {
    vendors: {
      anthropic: {
        url: anthropic.url,
        headers: { ...anthropicHeaders, "x-api-key": adminKeyOf(organization) },
      },
      claude_ai: {
        url: claudeAi.url,
        headers: { ...anthropicHeaders, "x-api-key": claudeAi.key },
      },
      cursor: {
        url: cursor.url,
        headers: { authorization: `Basic ${Buffer.from(`${cursor.key}:`).toString("base64")}` },
      },
    },
    setDay: (day) => {
      clock.now = Date.parse(`${day}T12:00:00Z`);
    },
    close: async () => {
      await Promise.all([anthropic.close(), claudeAi.close(), cursor.close()]);
    },
  };
}

/** First pages, as the vendor answered in October 2026 and as it answers since. */
export async function answersOf(served: Served, endpoint: Endpoint): Promise<readonly Answered[]> {
  const vendor = VENDORS.find(({ endpoints }) => endpoints.includes(endpoint));
  const to = served.vendors[vendor?.id ?? ""];
  if (to === undefined) throw new Error(`nobody serves ${endpoint.name}`);
  const window = endpoint.asks === "none" ? null : DAY;
  const { method, path, query, headers, body } = endpoint.question(window);
  const url = new URL(`${to.url}${path}`);
  for (const [name, value] of query) url.searchParams.append(name, value);
  const http = openHttp();
  try {
    const answers: Answered[] = [];
    for (const day of ["2026-10-16", "2026-11-20"]) {
      served.setDay(day);
      const answer = await http.send(
        {
          method,
          url,
          headers: { ...to.headers, ...headers, "content-type": "application/json" },
          body: body === null ? null : JSON.stringify(body),
        },
        undefined,
      );
      const text = new TextDecoder().decode(answer.bytes);
      if (answer.status !== 200) throw new Error(`${endpoint.name}: HTTP ${answer.status} ${text}`);
      answers.push({ body: text, window });
    }
    return answers;
  } finally {
    await http.close();
  }
}
