/** What is said to this machine itself goes through no proxy: SQL and the secret that opens the warehouse stay here. */

import { currentPlace } from "./config.ts";

const ADDRESS = "127.0.0.1";

/** Google's clients take any of them for any address. */
export const PROXY_SETTINGS = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"] as const;

/**
 * Tells every client of this process, and of those that it starts, to leave out the proxy on the way to loopback. Google's
 * clients take no other word for it, and each reads another of the two names first.
 */
export function keepLoopbackDirect(env: NodeJS.ProcessEnv = currentPlace().env): void {
  const { NO_PROXY: upper, no_proxy: lower } = env;
  env["NO_PROXY"] = withLoopback(upper || lower);
  env["no_proxy"] = withLoopback(lower || upper);
}

function withLoopback(rules: string | undefined): string {
  const listed = (rules ?? "").split(",").map((rule) => rule.trim());
  return [...new Set([...listed, ADDRESS])].filter((rule) => rule !== "").join(",");
}
