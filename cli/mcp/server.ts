/** The server's tools, resources and prompts, as the SDK declares them. No tool writes anything. */

import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

import { isSpendError } from "../../ingest/errors.ts";
import { documentText } from "../shared/document_text.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import { martLaws } from "../trace/laws.ts";
import { unbalanced } from "../trace/node.ts";
import type { Asked as Asks } from "../trace/select.ts";
import { traceOf } from "../trace/trace.ts";
import { type Answer, answerOf, errorAnswer, rowsAnswer } from "./answer.ts";
import { readDictionary } from "./dictionary.ts";
import { DIMENSIONS, explainChange, NAMELESS_DIMENSIONS } from "./explain_change.ts";
import type { Asked, Lending } from "./lending.ts";
import { monthClosePrompt, weekDigestPrompt } from "./prompts.ts";
import { servedTables } from "./served.ts";
import type { Standing } from "./standing.ts";
import { listTables, runQuery, statusSections } from "./tools.ts";

export interface ServerOptions {
  readonly lending: Lending;
  /** Reads what every answer says of the numbers; `anew` counts the laws now. */
  readonly standing: (anew?: boolean) => Promise<Standing>;
  readonly projectId: string;
  readonly hasPseudonyms: boolean;
  readonly megabytes: number;
  readonly version: string;
  /** Hears of a fault of the program itself. */
  readonly onFault: (error: unknown) => void;
}

const READ_ONLY = { readOnlyHint: true, destructiveHint: false, openWorldHint: false } as const;

const INSTRUCTIONS = `What an organization spent on AI (Claude API, Claude Code, claude.ai, Cursor, Vertex AI), from marts whose
laws hold. Begin with list_tables. Every answer has "standing": as of when the data speak, months that may still move, laws that
are red; pass it on. Dollars are exact decimal text. Add up dollars from one table at a time, each has every dollar once; never
add up tokens or lines across tools; "unattributed" is money too. The resource ai-spend://questions has twenty queries to start from.`;

/** The SDK's server, to be connected to a transport. */
export function mcpServer(options: ServerOptions): McpServer {
  const server = new McpServer(
    { name: "ai-spend", version: options.version },
    { instructions: INSTRUCTIONS },
  );
  addTools(server, options);
  if (!options.hasPseudonyms) addTrace(server, answeringWith(options));
  addResources(server);
  addPrompts(server);
  return server;
}

type Answering = (
  work: (warehouse: Asked) => Promise<(of: Standing) => Answer>,
  anew?: boolean,
) => Promise<Answer>;

/** A sentence instead of an answer where something is refused or fails. */
function answeringWith({ lending, standing, onFault }: ServerOptions): Answering {
  return async (work, anew = false) => {
    try {
      const answer = await lending.use(work);
      return answer(await standing(anew));
    } catch (error) {
      if (isSpendError(error)) return errorAnswer(error.message);
      onFault(error);
      return errorAnswer("A fault in ai-spend itself; the server's log on stderr has more.");
    }
  };
}

function addTools(server: McpServer, options: ServerOptions): void {
  const { projectId, hasPseudonyms, megabytes } = options;
  const answering = answeringWith(options);

  server.registerTool(
    "list_tables",
    {
      description:
        "Tables that may be asked, each with what one row is; with `table`, its columns, their types and what they mean.",
      inputSchema: { table: z.string().optional() },
      annotations: READ_ONLY,
    },
    ({ table }) =>
      answering(async (warehouse) => {
        const served = await servedTables(warehouse, hasPseudonyms);
        const dictionary = readDictionary(documentText("docs/dictionary.md"));
        const said = listTables(dictionary, served, table);
        return (of) => answerOf(of, said);
      }),
  );
  server.registerTool(
    "query",
    {
      description:
        "Runs one GoogleSQL SELECT over tables of ai_spend, named as ai_spend.finance_totals. Nothing else is run.",
      inputSchema: {
        sql: z.string().max(20_000),
        max_rows: z.number().int().min(1).max(1000).default(200),
      },
      annotations: READ_ONLY,
    },
    ({ sql, max_rows: rows }, { signal }) =>
      answering(async (warehouse) => {
        const served = new Set(await servedTables(warehouse, hasPseudonyms));
        const limits = { projectId, served, rows, megabytes, signal };
        const found = await runQuery(warehouse, sql, limits);
        return (of) => rowsAnswer(of, found);
      }),
  );
  server.registerTool(
    "status",
    {
      description:
        "What the numbers rest on: freshness, gaps, dollars on nobody, models nobody knows, and the laws counted now.",
      annotations: READ_ONLY,
    },
    () =>
      answering(async (warehouse) => {
        const sections = await statusSections(warehouse, hasPseudonyms);
        return (of) => answerOf(of, { sections });
      }, true),
  );
  server.registerTool(
    "explain_change",
    {
      description:
        "Why one period cost more or less than another: the rows of a dimension that made the difference, adding up to it exactly.",
      inputSchema: {
        before: z.string().describe("2026-09, or 2026-09-01..2026-09-15"),
        after: z.string().describe("2026-10, or 2026-10-01..2026-10-15"),
        dimension: z.enum(hasPseudonyms ? NAMELESS_DIMENSIONS : DIMENSIONS),
        where: z
          .partialRecord(z.enum(hasPseudonyms ? NAMELESS_DIMENSIONS : DIMENSIONS), z.string())
          .optional()
          .describe('only dollars with these values; "null" for what has none'),
      },
      annotations: READ_ONLY,
    },
    ({ before, after, dimension, where = {} }) =>
      answering(async (warehouse) => {
        const asked = { before, after, dimension, where };
        const change = await ofThisVersion(() => explainChange(warehouse, asked));
        return (of) => answerOf(of, { before, after, dimension, where, ...change });
      }),
  );
}

/** A trace names people, keys and the vendor's own words. */
function addTrace(server: McpServer, answering: Answering): void {
  const named = (example: string) => z.string().optional().describe(example);
  server.registerTool(
    "trace",
    {
      description:
        "Follows dollars from the vendor's own text to the marts: lines, split, people, marts, each level adding up. Name a charge, a day or an invoice.",
      inputSchema: {
        charge: named("a charge_id"),
        day: named("2026-10-20"),
        invoice: named("an invoice's id"),
        platform: named("claude_api"),
        person: named("an address, or unattributed"),
        key: named("an api_key_id"),
        model: named("claude-opus-4-8, or opus-4.8"),
        project: named("a project_id"),
        most: z.number().int().min(1).max(10).default(2).describe("charges shown one by one"),
      },
      annotations: READ_ONLY,
    },
    ({ most, ...given }) =>
      answering(async (warehouse) => {
        const named = Object.entries(given).filter(([, value]) => value !== undefined);
        const asked: Asks = Object.fromEntries(named);
        const request = { asked, most, laws: martLaws() };
        const tree = await ofThisVersion(() => traceOf(warehouse, request));
        return (of) => answerOf(of, { adds_up: unbalanced(tree).length === 0, trace: tree });
      }),
  );
}

function addResources(server: McpServer): void {
  const add = (name: string, file: string, description: string): void => {
    const uri = `ai-spend://${name}`;
    server.registerResource(name, uri, { description, mimeType: "text/markdown" }, () => ({
      contents: [{ uri, mimeType: "text/markdown", text: documentText(file) }],
    }));
  };
  add("dictionary", "docs/dictionary.md", "Every table and column, with what they mean.");
  add("questions", "docs/questions.md", "Twenty questions, each with its query.");
}

function addPrompts(server: McpServer): void {
  const said = (text: string) => ({
    messages: [{ role: "user" as const, content: { type: "text" as const, text } }],
  });
  server.registerPrompt(
    "month_close",
    {
      description: "Close a month for finance.",
      argsSchema: { month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month such as 2026-10") },
    },
    ({ month }) => said(monthClosePrompt(month)),
  );
  server.registerPrompt("week_digest", { description: "What the last week cost, and why." }, () =>
    said(weekDigestPrompt()),
  );
}
