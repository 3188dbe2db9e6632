// What people maintain: imported CSV files, or Google Sheets of the same headers. Every column is text.

const TABLES = {
  api_key_owners: "API key and period: whose key it is",
  shared_key_policies: "policy, version and person: the person's share",
  people: "person and period: team and cost center",
  prices: "model, token type, service tier, context window and first day: a list price",
};

Object.entries(TABLES).forEach(([name, content]) =>
  declare({ schema: "ai_reference", name, description: `One row per ${content}.` }),
);
