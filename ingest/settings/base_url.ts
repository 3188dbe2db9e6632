/** Addresses that vendors are asked at: a key goes there, so that they are looked at first. */

import { isLoopback } from "../ask/exchange.ts";
import { ConfigError } from "../errors.ts";
import { holdsKey } from "../key_shapes.ts";

/** The address without slashes at its end; `where` it is written, for errors. Throws ConfigError. */
export function checkBase(text: string, where: string): string {
  if (holdsKey(text)) {
    throw new ConfigError(
      `${where} holds a key, which is no part of an address: write the bare address.`,
    );
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlainLoopback = url?.protocol === "http:" && isLoopback(url);
  if (url === null || (url.protocol !== "https:" && !isPlainLoopback)) {
    throw new ConfigError(
      `${where} is not an https address (http only for 127.0.0.1): a key is never sent in clear text.`,
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new ConfigError(`${where} must be a bare address without user, query or fragment.`);
  }
  return text.replace(/\/+$/, "");
}
