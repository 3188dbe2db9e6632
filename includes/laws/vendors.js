/** A law of two vendors: while it is red, both stand still. */
const BILLED_TWICE =
  "No Anthropic organization and Google Cloud project have the same dollars on the same days, as they do where Google bills Claude managed by Anthropic and both bills are read: anthropic_organizations_billed_by_google then names the organization. Days of at least a dollar that agree to a cent, and to a thousandth: three of five in a row, or exactly, where there are fewer, every one that either side has.";

/**
 * The laws of one vendor alone, with what each promises: while one is red, its vendor stands still and the others go
 * on. `assertions/<domain>/<law>_rows.sqlx` finds the rows that break it. Other laws hold back
 * what depends on them, which is everybody, or nothing where names alone are missing.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
const OF_VENDOR = Object.freeze({
  console: {
    law_agent_costs_conserve_the_day:
      "What agents and everything else cost on a day adds up to the loader's own exact sum of the cut by agent.",
    law_claude_costs_are_unique_at_their_grain:
      "No two rows of the costs agree in every dimension.",
    law_claude_costs_match_landed_amounts:
      "The dollars of each organization and day equal the loader's own exact sum of the answer that speaks for that day.",
    law_console_csv_charges_only_uncovered_days:
      "The Console's cost CSV is charged in full on days that no cost report covers, and not at all on the others.",
    law_console_keys_are_whole:
      "Keys of the Console's tables are there once, and no column is null that must not be.",
    law_every_currency_is_usd:
      "Every line is in US dollars; another currency must not be added as if it were.",
    law_every_used_key_is_known_or_named:
      "Every API key that was used is in dim_api_keys: listed by a directory, or named there as unlisted.",
    law_key_owner_rows_are_valid:
      "Every row of API keys' owners and of shared keys' policies that people typed can be read: dates exist and periods end after they start, shares are numbers from 0 on, owner types are known, people have an address. A policy and its versions are written in one way, a version starts on one day, alone, and names a person once. bad_column is the first cell of the row that is wrong.",
    law_key_costs_conserve_charges:
      "What each charge's keys bear adds up to the charge, exactly; unattributed parts included.",
    law_native_cuts_agree:
      "On final days each cut of the analytics of costs has the organization's total of the day.",
    law_no_precision_is_lost:
      "Every amount is a plain decimal that NUMERIC dollars hold to the last digit.",
    law_no_usage_is_negative:
      "No key and no keyless remainder used less than nothing: a key is never charged to a workspace that did not use it.",
    law_one_owner_per_key_and_day: "A key has at most one owner on any day.",
    law_price_rows_are_valid:
      "Every list price that people typed can be read: it has a model, a kind of token, a service tier and a size of context that models know, a first day and an amount that is not negative. bad_column is the first cell of the row that cannot be read.",
    law_shares_of_a_policy_sum_to_100:
      "The shares of each version of a shared key's policy sum to exactly 100.",
    law_usage_by_account_agrees:
      "The usage report says the same by account as by workspace, for each kind of count, on days that had ended before both were asked.",
    law_usage_cuts_agree:
      "The usage report says the same by key as by workspace, for each kind of count, on days that had ended before both were asked.",
    law_usage_keys_conserve_the_report:
      "Every token of the report by key is in the usage by key and workspace exactly once, keyless usage included.",
    law_user_costs_conserve_key_costs:
      "What the people behind each charge of the Console and each key bear adds up to what the key bears, exactly.",
    law_weights_are_not_negative:
      "Nobody weighs less than nothing, and every weight is a whole number.",
    law_vertex_bills_no_organization_twice: BILLED_TWICE,
  },
  vertex: {
    law_vertex_bills_no_organization_twice: BILLED_TWICE,
    law_vertex_accounts_come_from_one_export:
      "A billing account's day comes from one export; a standard and a detailed export of one account, or a reseller's beside it, would count every dollar twice.",
    law_vertex_calls_are_counted_once:
      "The requests of a day, project, user and model are the distinct calls of its audit log, each counted once.",
    law_vertex_calls_every_entry_is_classified:
      "Each entry that an audit log delivered is a call or an exclusion with a reason, once, on its day.",
    law_vertex_charges_conserve_the_bill:
      "What is charged per day, billing account, project, SKU and invoice month adds up to the lines of Google's bill that count, cost and credits, exactly.",
    law_vertex_currencies_have_a_rate:
      "Every line of Google's bill that counts is in US dollars or has Google's own rate to them.",
    law_vertex_keys_are_whole:
      "Keys of Vertex AI's tables are there once, and no column is null that must not be.",
    law_vertex_lines_are_counted_once:
      "Of each day of an export there are as many lines as were there when it was read, and no fewer than the export has: none was added twice, none is gone, none came later.",
    law_vertex_models_are_known_or_listed:
      "Every model on Google's bill and in the audit logs is read by a rule of includes/model_families.js, or is among the sightings that unrecognised_models lists.",
    law_vertex_projects_are_valid:
      "Every row of claude_code_projects can be read: a project, single_user with an owner or shared, a first day that exists or is empty (since ever), and no two rows of a project from one day. bad_column is the first cell of the row that is at fault.",
    law_vertex_single_user_projects_have_one_user:
      "In a single_user project nobody but its owner bears anything, from the first day of the row on.",
    law_vertex_user_costs_conserve_charges:
      "What the people behind each day, project and SKU bear adds up to what Google billed for it, exactly; unattributed parts included.",
  },
  cursor: {
    law_cursor_amounts_can_be_read:
      "Every Cursor event that is billed says what was charged, whether the API or an imported export has it.",
    law_cursor_charges_match_landed_amounts:
      "What Cursor charged on each day, billed and included together, equals the loader's own sum of the answer that speaks for that day.",
    law_cursor_closed_cycle_equals_its_page:
      "What Cursor's own page said of each person's spend on demand in the newest cycle that has closed is what the billed events of that time add up to, but for the last day and a cent that the page may round. Where members are apart and are right together, no dollar of the organization is wrong: cursor_spend_reconciliation counts them.",
    law_cursor_csv_charges_only_uncovered_days:
      "Cursor's usage export is charged in full, billed and included together, on days that the API was not asked for, and not at all on the others.",
    law_cursor_cycle_days_are_counted:
      "Of a day that is in a billing cycle only in part each event is there by its instant, once.",
    law_cursor_keys_are_whole:
      "Keys of Cursor's tables are there once, and no column is null that must not be.",
    law_cursor_no_team_is_read_twice:
      "No two teams of Cursor have the same use by the same people on the same days, to the token and the cent, as they do where one team is read through two connections. Three such rows of a day, person, model and kind are none by chance.",
  },
  claude_ai: {
    law_claude_ai_amounts_are_exact_dollars:
      "Every amount of claude.ai is a plain decimal in US dollars or their cents that NUMERIC holds to the last digit.",
    law_claude_ai_charges_match_the_days:
      "The dollars of each organization and day that claude.ai's cost report covers equal the loader's own exact sum of the day's total, wherever the groups do not exceed it.",
    law_claude_ai_groups_and_total_agree:
      "On final days the groups of claude.ai's cost report do not exceed the total, and fewer than a hundred groups are all of it.",
    law_claude_ai_spend_report_conserves_the_period:
      "The days of an imported spend report add up to the file, exactly: what is charged, and what gives way to the cost report.",
    law_claude_ai_spend_report_rows_are_of_people:
      "Every row of an imported spend report that speaks for a day is somebody's or nobody's use: its person is an e-mail address or empty, and no row is a total or a note, which would count its dollars again.",
  },
  seats: {
    law_seat_keys_are_whole:
      "Keys of the seats' tables are there once, and no column is null that must not be.",
    law_seat_cycles_equal_their_fees:
      "Seats cost exactly what an invoice's line of their billing cycle asks, once all its days are over: the fee, of a part of a cycle its share in whole cents. Each day differs from an even share by less than a billionth of a dollar.",
    law_seats_are_paid_for_while_held:
      "Every second for which a seat is told is in exactly one part of a billing cycle that it is paid for, from its first to its last or to the last day that any source covers; nothing else is paid for.",
    law_seat_rows_are_valid:
      "Every seat that people typed can be read: it has a known platform, a fee that is not negative and a first day, ends after it starts, has a billing cycle that fits its dates, and is written down once for a day.",
  },
});

/** Laws whose rows say whose they are, in the column `domain`; a row of nobody's is everybody's. */
const OF_EACH_VENDOR = Object.freeze({
  law_every_landed_row_is_parsed:
    "Each walk that speaks for a day has as many parsed lines as the loader counted rows.",
  law_every_requested_window_is_complete:
    "Every finished walk that speaks for a day, or lists what has none, has exactly the pages that it promised, numbered from 1.",
  law_hand_over_is_whole:
    "Each day of a source is chosen once, each charge that a vendor hands over is there once, and neither charges nor user costs nor usage lack a day, a platform, an amount or a method.",
  law_no_share_has_the_opposite_sign:
    "No part of a charge has the opposite sign of the charge: a negative rest would hide that somebody pays too much.",
  law_one_connection_per_organization:
    "An organization is read through one connection; two would count each dollar twice.",
});

module.exports = { OF_VENDOR, OF_EACH_VENDOR };
