// Pages of Cursor's Admin API, exactly as answered.

endpoints.pageTables("cursor").forEach((table) => declare({ schema: "ai_raw", ...table }));
