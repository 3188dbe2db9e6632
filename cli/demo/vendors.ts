/** The stand-ins of every vendor for the demo's organizations, and the connections that the loader asks. */

import type { Connection, VendorId } from "../../ingest/endpoint/connection.ts";
import { vendorOf } from "../../ingest/vendors/index.ts";
import { adminKeyOf, startAnthropic } from "../../local/stand_ins/anthropic/server.ts";
import { type ClaudeAiServer, startClaudeAi } from "../../local/stand_ins/claude_ai/server.ts";
import { type CursorServer, startCursor } from "../../local/stand_ins/cursor/server.ts";
import type { Organization } from "../../local/stand_ins/organization/index.ts";

export interface DemoVendors {
  readonly connections: readonly Connection[];
  readonly cursor: CursorServer;
  readonly claudeAi: ClaudeAiServer;
  /** How many calls all of them have answered so far. */
  calls(): number;
  close(): Promise<void>;
}

/** Anthropic's Console for every organization; Cursor and claude.ai for the first of them. */
export async function startVendors(
  organizations: readonly [Organization, ...Organization[]],
  now: () => number,
): Promise<DemoVendors> {
  const [first] = organizations;
  const [anthropic, cursor, claudeAi] = await Promise.all([
    startAnthropic({ organizations, now }),
    startCursor({ organization: first, now }),
    startClaudeAi({ organization: first, now }),
  ]);
  return {
    connections: [
      ...organizations.map((each) =>
        connectionTo("anthropic", each.slug, { key: adminKeyOf(each), url: anthropic.url }),
      ),
      connectionTo("claude_ai", "claude-ai", claudeAi),
      connectionTo("cursor", "cursor", cursor),
    ],
    cursor,
    claudeAi,
    calls: () => anthropic.requests.length + cursor.requests.length + claudeAi.requests.length,
    close: async () => {
      await Promise.all([anthropic.close(), cursor.close(), claudeAi.close()]);
    },
  };
}

function connectionTo(
  vendor: VendorId,
  name: string,
  { key, url }: { readonly key: string; readonly url: string },
): Connection {
  return { name, vendor, keyEnv: vendorOf(vendor).keyEnv, key, baseUrl: url };
}
