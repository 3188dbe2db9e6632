/** What the grid of `definitions/README.md` says in words of its own: its domains and the first questions. */

/** In the order in which a newcomer reads them; a sentence each. */
export const DOMAINS: Readonly<Record<string, string>> = {
  landing: "Which complete fetch speaks for a day, and up to when the data speak (`as_of`).",
  reference: "What people maintain: owners of keys, people, seats, budgets, invoices, prices.",
  console:
    "Anthropic's Console: the bill of the API and of Claude Code, its keys, who is behind them.",
  claude_ai: "claude.ai Enterprise and Team: cost and use per person.",
  cursor: "Cursor: usage events, the cycle's spend, members.",
  google: "Google's billing exports and audit logs, as far as they are about Claude.",
  vertex: "Claude on Vertex AI: Google's bill, split by the calls of each person.",
  seats: "Seats of every platform: fees spread over days, and who works with them.",
  everyone: "All platforms together: charges, who bears them, what was used, who is who.",
  finance: "Months as finance reads them, and invoices beside them.",
  books: "Month close: what was booked, what moved afterwards, what is open.",
  watch: "Budgets, anomalies, restatements, freshness.",
  focus: "The same charges in the words of FOCUS, the FinOps specification.",
  reports: "Views of marts for dashboards and common questions.",
};

/** What a newcomer looks for first, and the models that answer it, in the order in which data pass through them. */
export const WHERE: readonly { readonly question: string; readonly names: readonly string[] }[] = [
  {
    question: "Where do Cursor's dollars become charges?",
    names: ["stg_cursor__events", "int_cursor__charges", "fct_cost_daily"],
  },
  {
    question: "Where does Anthropic's bill become charges?",
    names: ["stg_console__costs", "int_console__charges", "fct_cost_daily"],
  },
  {
    question: "Where does a charge get its API key?",
    names: ["int_console__key_candidates_chosen", "fct_key_cost_daily"],
  },
  {
    question: "Where does a key get its person?",
    names: [
      "stg_reference__api_key_owners",
      "int_console__person_candidates_found",
      "int_console__user_costs",
      "fct_user_cost_daily",
    ],
  },
  {
    question: "Where is Google's bill split among people?",
    names: ["int_vertex__charges", "int_vertex__user_costs", "claude_code_user_costs"],
  },
  {
    question: "Where does a seat's fee become days?",
    names: ["stg_reference__seats", "int_seats__charges", "seat_status"],
  },
  {
    question: "Where does a month close?",
    names: ["stg_reference__closed_months", "month_bookings"],
  },
  {
    question: "Where is an invoice compared?",
    names: ["stg_reference__invoices", "invoice_reconciliation"],
  },
  {
    question: "Where is it said which answer of a vendor is in force?",
    names: ["stg_landing__fetches", "int_landing__fetches_chosen_per_day"],
  },
  { question: "Where is a day that cost too much?", names: ["cost_anomalies"] },
];
