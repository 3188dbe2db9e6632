// Pages of Anthropic's Admin API, exactly as answered; one table per endpoint.

const PAGES = {
  raw_anthropic_cost: "cost_report, grouped by workspace and description",
  raw_anthropic_usage: "usage_report/messages, in three cuts told apart by raw_fetches.endpoint",
  raw_claude_code: "usage_report/claude_code, one UTC day a walk",
  raw_anthropic_analytics:
    "analytics/cost and analytics/usage (beta), in cuts told apart by raw_fetches.endpoint",
  raw_anthropic_api_keys: "the directory of API keys",
  raw_anthropic_workspaces: "the directory of workspaces, archived ones included",
  raw_anthropic_users: "the directory of users",
};

Object.entries(PAGES).forEach(([name, content]) =>
  declare({ schema: "ai_raw", name, description: `One row per fetch and page of ${content}.` }),
);
