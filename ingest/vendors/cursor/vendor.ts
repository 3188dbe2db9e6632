/** Cursor, through its Admin API. */

import type { Vendor } from "../../endpoint/vendor.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { identify } from "./identify.ts";
import { readFormerName } from "./landed_teams.ts";

export const CURSOR: Vendor = {
  id: "cursor",
  name: "cursor",
  keyEnv: "CURSOR_ADMIN_KEY",
  keyText: "an Admin API key (crsr_…) of your Cursor team",
  baseEnv: "CURSOR_BASE_URL",
  base: "https://api.cursor.com",
  checkKey: (key) =>
    key.startsWith("sk-")
      ? "holds a key of another vendor: the Admin API needs a key (crsr_…), which an admin of the team creates in its settings."
      : null,
  identify,
  readFormerName,
  endpoints: ENDPOINTS,
};
