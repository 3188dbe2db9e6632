// Pages of Anthropic's Admin API, exactly as answered.

endpoints.pageTables("anthropic").forEach((table) => declare({ schema: "ai_raw", ...table }));
