// A vendor's law is red by its own name while its table has rows; what it holds back, includes/gates.js says.

Object.entries(laws.promises()).forEach(([law, description]) => {
  assert(law, { schema: "ai_spend_assertions", description }).query(
    (ctx) => `select * from ${ctx.ref(`${law}_rows`)}`,
  );
});
