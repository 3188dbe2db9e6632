// Pages of Cursor's Admin API, exactly as answered; one table per endpoint.

const PAGES = {
  raw_cursor_usage: "daily-usage-data, every member of the team",
  raw_cursor_events: "filtered-usage-events",
  raw_cursor_spend: "spend of the billing cycle that was open when it was asked for",
  raw_cursor_members: "the directory of members",
};

Object.entries(PAGES).forEach(([name, content]) =>
  declare({ schema: "ai_raw", name, description: `One row per fetch and page of ${content}.` }),
);
