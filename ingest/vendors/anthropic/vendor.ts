/** Anthropic's Console, through its Admin API. */

import type { Vendor } from "../../endpoint/vendor.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { identify } from "./identify.ts";
import { readFormerName } from "../shared/former_name.ts";

export const ANTHROPIC: Vendor = {
  id: "anthropic",
  name: "anthropic",
  keyEnv: "ANTHROPIC_ADMIN_KEY",
  keyText: "an Admin key (sk-ant-admin…) of your Console organization",
  baseEnv: "ANTHROPIC_BASE_URL",
  base: "https://api.anthropic.com",
  // Personal and service-account keys may read the Admin API, too: which of them may is the vendor's to say.
  checkKey: (key) =>
    key.startsWith("crsr_")
      ? "holds a key of another vendor: the Admin API needs a key of your Console organization (sk-ant-…), best an Admin key, which an organization admin creates in the Console."
      : null,
  identify,
  readFormerName,
  endpoints: ENDPOINTS,
};
