/** claude.ai Enterprise, through its Analytics API. */

import type { Vendor } from "../../endpoint/vendor.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { identify } from "./identify.ts";
import { readFormerName } from "../shared/former_name.ts";

export const CLAUDE_AI: Vendor = {
  id: "claude_ai",
  name: "claude-ai",
  keyEnv: "CLAUDE_ANALYTICS_KEY",
  keyText: "an Analytics key of your claude.ai Enterprise organization",
  baseEnv: "ANTHROPIC_BASE_URL",
  base: "https://api.anthropic.com",
  checkKey: (key) =>
    key.startsWith("sk-ant-admin")
      ? "holds an Admin key of the Console: the Enterprise Analytics API needs a key of its own, which the primary owner creates in claude.ai."
      : null,
  identify,
  readFormerName,
  endpoints: ENDPOINTS,
};
