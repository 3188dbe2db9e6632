/** The page's words for columns and names. Pure. */

import type { Dimension } from "../data/report_data.ts";

export const DIMENSION_LABELS: Readonly<Record<Dimension, string>> = {
  platform: "Platform",
  person: "Person",
  team: "Team",
  cost_center: "Cost center",
  project: "Project",
  model: "Model",
  key: "API key",
  account: "Billing account",
  funding: "Funding source",
  mode: "Billing mode",
  sku: "SKU",
};

const PLATFORMS: Readonly<Record<string, string>> = {
  claude_api: "Claude API",
  claude_code: "Claude Code",
  claude_ai: "claude.ai",
  cursor: "Cursor",
  vertex_ai: "Vertex AI",
};

/** As people read it; `no team` for what has none. */
export function nameLabel(dimension: Dimension, name: string | null): string {
  if (name === null && dimension === "model") return "no model (searches, sessions)";
  if (name === null) return `no ${DIMENSION_LABELS[dimension].replace(/^[A-Z](?=[a-z])/, lower)}`;
  return dimension === "platform" ? platformLabel(name) : name;
}

export function platformLabel(name: string): string {
  return PLATFORMS[name] ?? name;
}

function lower(letter: string): string {
  return letter.toLowerCase();
}
