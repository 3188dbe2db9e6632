/** BigQuery's API as a table of answers, behind the adapter that production uses. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { openBigQuery } from "../../../ingest/warehouse/bigquery.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";

export interface FakeBigQuery {
  readonly warehouse: Warehouse;
  /** `POST /datasets`, in the order in which they came. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** `GET /datasets/ai_raw` and the like with what is answered; what is not listed is not there. */
export type Answers = Readonly<Record<string, object | (() => object)>>;

export function refusal(code: number, reason: string, message: string): object {
  return { error: { code, message, errors: [{ reason, message, domain: "global" }] } };
}

export async function fakeBigQuery(
  answers: Answers,
  options: Partial<Parameters<typeof openBigQuery>[0]> = {},
): Promise<FakeBigQuery> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const { pathname } = new URL(request.url ?? "", "http://google");
      const call = `${request.method} ${pathname.replace(/^.*\/projects\/p(?=\/)/, "")}`;
      asked.push(call);
      const given = answers[call] ?? refusal(404, "notFound", `Not found: ${call}`);
      const body = typeof given === "function" ? (given as () => object)() : given;
      const { error } = body as { readonly error?: { readonly code: number } };
      response.writeHead(error?.code ?? 200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const localUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const release = () => Promise.resolve();
  const warehouse = openBigQuery({ projectId: "p", location: "US", localUrl, release, ...options });
  return {
    warehouse,
    asked,
    close: async () => {
      await warehouse.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
