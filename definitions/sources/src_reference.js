// What people maintain: imported CSV files, or Google Sheets of the same headers. Every column is text.

const TABLES = {
  api_key_owners: "API key and period: whose key it is",
  shared_key_policies: "policy, version and person: the person's share",
  people: "person and period: team and cost center",
  claude_code_projects: "Google Cloud project and first day: who uses Claude Code there",
  prices: "model, token type, service tier, context window and first day: a list price",
  seats: "platform, person, seat and period: what the seat costs a month",
  budgets: "scope and month: what may be spent",
  invoices: "vendor and invoice: what was billed",
  closed_months: "platform and month: when it was booked",
  pseudonym_salt: "warehouse: the secret that pseudonyms are made with",
};

Object.entries(TABLES).forEach(([name, content]) =>
  declare({ schema: "ai_reference", name, description: `One row per ${content}.` }),
);
