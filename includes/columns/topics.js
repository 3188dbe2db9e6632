/** Wordings of columns whose name means something else elsewhere, by what they are said of. */

const { FINANCE_TOPICS } = require("./finance_topics.js");

/**
 * Wordings of columns whose name means something else elsewhere, by what they are said of: `seat.month` is a
 * seat's month. `columns.pick("seat.month")` documents the column `month` with it.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
const TOPICS = Object.freeze({
  ...FINANCE_TOPICS,
  among: {
    unattributed_usd: "US dollars among them that belong to nobody.",
  },
  anomaly: {
    floor_usd: "By how many US dollars a day must at least be above the usual to be high.",
    organization_id: "The vendor's id of the organization; null but for a key.",
    platform: "Who bills; null for a person.",
    scope_value: "The platform, the id of the API key, or the person's first e-mail address.",
  },
  billed: {
    evidence: "billed: the vendor's own amount.",
  },
  books: {
    change_usd: "By how many US dollars it changed what was known before.",
    closed_at: "Day on which the month was closed; null if it is open.",
    fetch_id: "The fetch.",
    known_from: "When the vendor said so.",
    source: "Whose history it is: connection and organization.",
  },
  budget: {
    spent_usd: "US dollars of the month so far, seats included.",
    budget_usd: "US dollars of the month.",
    days_gone: "Days of the month that had ended at the newest fetch.",
    days_unattributed:
      "Of a team's or a person's budget: days of the month from the first on of which it is not told yet whose their dollars are; of others 0.",
    days_of_month: "Days that the month has.",
    scope: "total, platform, team or person.",
    scope_value:
      "Which platform, team or person, by the person's first e-mail address; null for total.",
  },
  call: {
    claude_code_requests: "Of these, calls by Claude Code.",
    client: "claude_code by the user agent, else other.",
    delegated_email: "First of those who impersonated the caller, by e-mail address.",
    delegated_subject: "First of those who impersonated the caller, as a principal identifier.",
    location: "Region of the endpoint, such as us-east5 or global.",
    log_name: "Name of the log.",
    log_table: "The table that it was read from, as in the settings.",
    method_name: "Method that was called.",
    principal_email: "Who called, as the log says; null for a workforce identity.",
    principal_subject: "Who called, as a principal identifier.",
    principal_type: "user, workforce, service_account (an automation) or unknown.",
    project_id: "Project that served the call.",
    requests: "Calls, whatever the client.",
    status_code: "Google's error code; null or 0 for success.",
    usage_date: "Day of the call by vertex_time_zone.",
    user_agent: "The client as it named itself.",
    user_email:
      "Whose call it is: the person who impersonated a service account, else the caller; 'unattributed' if the log names nobody.",
  },
  candidate: {
    weight: "What the charge is shared by.",
  },
  claude_ai: {
    cost_usd: "US dollars after discount, exact to the billionth.",
    line_key: "Hash of the row's grain.",
    list_cost_usd: "US dollars before discount.",
    platform: "claude_ai.",
    product: "The file's word for the product.",
    project_id: "Null: its projects have no cost.",
    workspace_id: "Null: claude.ai has no workspaces.",
  },
  console: {
    api_key_id: "Id of the API key; 'unattributed' where the cost has none or nobody can tell.",
    platform: "claude_api or claude_code.",
  },
  cursor: {
    kind: "Cursor's word for how the events are billed.",
    charged_usd: "US dollars that Cursor charged, or would have for included events.",
    input_tokens: "Uncached input tokens of the events that are billed by token.",
    billing_mode: "included: paid by the seat, or by nobody; overage: billed on top of the seats.",
    cost_usd: "US dollars billed: 0 for included events.",
    asked_at: "When the cycle's page was last asked for, while the cycle was open.",
    cycle_start_at: "When the billing cycle began.",
    is_active: "True if Cursor says that the member was active on the day.",
    list_cost_usd: "What the events are worth at list price, US dollars.",
    platform: "cursor.",
    project_id: "Null: Cursor has no projects.",
  },
  cursor_event: {
    bucket_number: "Always 0: events name their own time.",
    cache_read_tokens:
      "Tokens read from the prompt cache; null where the event is not billed by token.",
    cache_write_tokens:
      "Tokens written to the prompt cache; null where the event is not billed by token.",
    event_at: "When the event happened.",
    input_tokens: "Uncached input tokens; null where the event is not billed by token.",
    is_included: "True if nobody is billed for the event.",
    kind: "Cursor's word for how the event is billed, such as Usage-based.",
    kind_charge:
      "What includes/cursor/kinds.js says of the kind: free, own_key or billed; null if no rule knows it.",
    line_number: "Position of the event in its page, from 0.",
    list_usd:
      "US dollars before discount, token fee added, where Cursor prices tokens; else as charged.",
    output_tokens: "Tokens written by the model; null where the event is not billed by token.",
  },
  day: {
    cost_usd: "US dollars of the day.",
  },
  google: {
    billed_amount: "In the billed currency: the cost before credits, or the credits.",
    billing_mode: "metered for the cost, credit for its credits.",
    charge_date: "Day of the usage, in the time zone of vertex_time_zone.",
    exported_at: "When Google exported the newest of its lines.",
    owner_type: "person, or automation for a service account; null for nobody.",
    platform: "vertex_ai.",
    project_id: "Google Cloud project; null for what belongs to none.",
    usage_amount: "How much was used, in usage_unit; 0 on credits, so that it counts once.",
    usage_date: "Day of the usage, in the time zone of vertex_time_zone.",
  },
  key: {
    api_key_name: "Name of the API key.",
    created_at: "When the key was created.",
    name: "Name of the key.",
    policy_id: "The written policy that shares the key's cost; null without one.",
  },
  law: {
    domain: "Whose law it is: console, vertex, cursor, claude_ai or seats.",
    law: "The law's name.",
    broken_rows: "Rows that break it; 0 while it holds.",
  },
  lineage: {
    amount_usd: "US dollars that it adds to the charge.",
    fetch_id:
      "The finished walk or import that it was answered in; null for a list or a table of Google's.",
    fetched_at: "When it was answered or exported; null if that is not known.",
    is_counted: "True if it is in force; false if a later answer has replaced it.",
    page_number: "Page of the walk; null where there are no pages.",
    place: "Where it stands in the page, the file or the list.",
    said: "The amount as the vendor wrote it: cents of the Console and claude.ai, else dollars or the named currency.",
    source_table: "The table that holds it, word for word.",
  },
  model: {
    organization_id:
      "The vendor's id of the organization; on Vertex AI the billing account, or the project that was called.",
    token_count: "Tokens of all five kinds.",
  },
  month: {
    cost_usd: "US dollars of the month, exact to the billionth.",
    is_final:
      "True if the month is over, all of its days are known, and none of its charges may still be revised.",
  },
  period: {
    valid_from: "First day of the period; null if it has none.",
    valid_to: "Day after the last of the period; null if it is still valid.",
  },
  person: {
    cost_center: "The person's cost center on the day; null if there is none.",
    manager_email: "E-mail address of the manager in the period.",
    name: "The person's name.",
    seat_usd: "US dollars of seats among cost_usd.",
    team: "The person's team on the day; null if there is none.",
    unattributed_usd: "US dollars among cost_usd that belong to nobody.",
    user_email: "The person's first e-mail address.",
  },
  principal: {
    user_email:
      "The person's first e-mail address; a team or an automation as written; 'unattributed' for nobody.",
  },
  project: {
    funding_source: "Who funds the project; null where claude_code_projects does not say.",
    owner: "E-mail address of a single_user project's person, in lower case.",
    project_id: "Id of the project.",
    project_type: "single_user or shared.",
    valid_from: "First day of the period.",
  },
  share: {
    api_key_id:
      "Id of the API key; 'unattributed' where the Console names none; null on platforms without keys.",
    charge_id: "Hash of the charge's grain, as in fct_cost_daily.",
    cost_usd: "US dollars, exact to the billionth; a charge's rows add up to the charge.",
    owner_type: "person, team or automation; null for nobody.",
  },
  standing: {
    domain: "console, vertex, cursor, claude_ai or seats.",
    stands_still_since:
      "The newest fetch when its laws last held; null if they never did, so that it has no rows.",
  },
  utc: {
    charge_date: "Day of the charge, UTC.",
  },
  workspace: {
    created_at:
      "When the workspace was created; null for a default workspace that no directory lists.",
    is_claude_code:
      "True for a workspace that Claude Code made for its own keys, told by the name under which a directory listed it, and also after it was renamed.",
    last_listed_at:
      "The newest directory that lists the workspace; null for a default workspace that none lists.",
    name: "Name of the workspace; several may have the same.",
    tags: "What people wrote on the workspace, a JSON object of texts; null without tags.",
    platform: "claude_code for the workspaces that were Claude Code's on the day, else claude_api.",
  },
});

module.exports = { TOPICS };
