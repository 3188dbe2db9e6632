// What the loader lands for every vendor: which walks were finished, and which runs were made.

declare({
  schema: "ai_raw",
  name: "raw_fetches",
  description:
    "One row per finished walk over an endpoint, written after its pages: a page without it does not count.",
});
