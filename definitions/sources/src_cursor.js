// Pages of Cursor's Admin API, exactly as answered, and the lines of its usage export.

endpoints.pageTables("cursor").forEach((table) => declare({ schema: "ai_raw", ...table }));

declare({
  schema: "ai_raw",
  name: "raw_cursor_usage_csv",
  description: "One row per import and line of Cursor's usage export, as typed in the file.",
});
