// Pages of the Enterprise Analytics API, exactly as answered, and the lines of the vendor's CSV files.

endpoints.pageTables("claude_ai").forEach((table) => declare({ schema: "ai_raw", ...table }));

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
