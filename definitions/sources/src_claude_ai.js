// Pages of the Enterprise Analytics API, exactly as answered, and the lines of the vendor's CSV files.

declare({
  schema: "ai_raw",
  name: "raw_claude_ai",
  description:
    "One row per fetch and page of claude.ai's analytics; the reports are told apart by raw_fetches.endpoint.",
});

declare({
  schema: "ai_raw",
  name: "raw_claude_ai_spend_report",
  description: "One row per import and line of claude.ai's spend report, as typed in the file.",
});

declare({
  schema: "ai_raw",
  name: "raw_claude_console_cost",
  description: "One row per import and line of the Console's cost CSV, as typed in the file.",
});
