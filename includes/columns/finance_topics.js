/** The wordings of invoices, months and seats; see topics.js. */

/** @type {Readonly<Record<string, Readonly<Record<string, string>>>>} */
const FINANCE_TOPICS = Object.freeze({
  finance: {
    amount: "What is billed without tax, in their currency.",
    bill_id: "Hash of the vendor, the period, the currency and the kind of line.",
    budget_usd: "The platform's budget of the month; null without one.",
    change_pct:
      "By how many percent the total moved; null if the month before cost nothing or gave back.",
    credit_usd: "US dollars of credits, negative.",
    currency: "Currency of the invoices.",
    days_not_final: "Days of the period with charges that may still be revised.",
    expired_usd: "US dollars that were left when their time was over.",
    explained_usd: "US dollars of the difference that the reason explains.",
    included_worth_usd:
      "What included usage is worth at list price, US dollars; it costs nothing and is in no other column.",
    invoice_count: "How many they are.",
    is_final: "True if the vendor no longer revises the day.",
    is_term:
      "True if it pays for more than a month of seats, or of everything, or corrects such a bill.",
    invoice_ids: "The vendor's numbers of the invoices, separated by commas.",
    invoice_day:
      "The day that must lie in the invoice's period: the day of the charge; for Google the first day of its invoice month, for Cursor's use before the hour at which a cycle begins the day before.",
    invoiced_usd:
      "US dollars without tax on invoices for just this month and platform; null without such an invoice.",
    line_kind:
      "Kind of the lines: seats, usage, overage, credits, commitment, adjustment, refund or tax; null for an invoice without lines, which is for everything.",
    metered_usd: "US dollars paid by use.",
    overage_usd: "US dollars of use beyond what seats include.",
    pool: "credits: credits and commitments; term: what is billed for more than a month.",
    part: "Part of the day: usage, tax or seats.",
    pays_for:
      "all, usage or seats: what it is compared with; prepaid: what is used later; tax; nothing: a correction of no bill.",
    period_end: "Day after the last of the period.",
    period_start: "First day of the period.",
    previous_month_usd: "The total of the month before; null for the platform's first month.",
    seat_usd: "US dollars of seats.",
    tax: "Tax, in their currency.",
    tax_known_usd: "US dollars of tax, where the vendor reports tax as a line.",
    tax_usd: "Tax in US dollars; null in another currency.",
    total_usd: "US dollars of the month: metered, seats, overage and credits.",
    unattributed_usd: "US dollars of the total that belong to nobody.",
    prepaid_balance_usd: "US dollars paid in advance and left at the month's end.",
    prepaid_usd: "US dollars of the total that were paid before they were used.",
    unattributed_known_usd: "US dollars that belong to nobody.",
    uninvoiced_usd:
      "US dollars of the total whose day lies in no invoice's period, and that nothing prepaid pays for.",
    usage_usd: "US dollars without seats and without tax.",
    vendor: "anthropic_console, claude_ai, cursor or google.",
  },
  seat: {
    billing_mode: "seat.",
    charge_date: "Day on which the seat was paid for.",
    cost_usd: "US dollars of the seat so far.",
    days_without_activity:
      "Days since then, or else since the person's first seat on the platform.",
    held_since: "First day of the person's first seat on the platform.",
    idle_after_days: "The threshold in force.",
    is_current: "True if the seat is still paid for on the last day that any source covers.",
    is_duplicate: "True if the person has more than one seat on the platform.",
    is_yearly: "True if the seat is billed for a year.",
    last_active_day: "The person's last day of work on the platform; null if there is none.",
    monthly_fee_usd: "US dollars a calendar month.",
    on_day: "Last day of the month on which it was paid for and that any source covers.",
    platform: "Platform that bills the seat.",
    project_id: "Null: seats belong to no project.",
    quantity: "Equal seats that the row stands for.",
    import_id: "The import whose list it is; null for the list that holds.",
    cycle_start: "First day of the cycle.",
    cycle_end: "Day after its last.",
    first_day: "First day of the cycle on which the seat is paid for.",
    seat_cycle_id:
      "Hash of the seat, the first day of its period and the first day of the billing cycle.",
    seat_id: "Hash of the seat and the first day of its period.",
    seat_month_id: "Hash of the seat, the first day of its period and the month.",
    seat_type: "The vendor's name of the seat.",
    seat_usd: "US dollars of the month.",
    user_email: "E-mail address of the person, as written.",
    valid_from: "First day of the seat's period.",
    valid_to: "Day after the last of the seat's period; null if it is still paid for.",
  },
});

module.exports = { FINANCE_TOPICS };
