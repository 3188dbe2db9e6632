/** Anthropic's Console, through its Admin API. */

import type { Vendor } from "../../endpoint/vendor.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { identify } from "./identify.ts";

export const ANTHROPIC: Vendor = {
  id: "anthropic",
  name: "anthropic",
  keyEnv: "ANTHROPIC_ADMIN_KEY",
  keyText: "an Admin key (sk-ant-admin…) of your Console organization",
  baseEnv: "ANTHROPIC_BASE_URL",
  base: "https://api.anthropic.com",
  checkKey: (key) =>
    key.startsWith("sk-ant-") && !key.startsWith("sk-ant-admin")
      ? "holds a key of another kind: the Admin API needs an Admin key (sk-ant-admin…), which an organization admin creates in the Console."
      : null,
  identify,
  endpoints: ENDPOINTS,
};
