/** What a client may start with: the month's close and the week's digest, in words that name the tools. Pure. */

const CARE = `Rules: dollars come from tool answers alone, never from memory or a sum of a cut answer. Say as of when the
data speak, which months may still move (months_not_final) and which laws are red: a red law means that the numbers it
guards are the last that held. Add up dollars from one table at a time. "unattributed" is money too: show it as a row.
Write dollars to the cent and say so.`;

/** `month` is `YYYY-MM`. */
export function monthClosePrompt(month: string): string {
  return `Close the month ${month} of our AI spend for finance.

1. status: are all sources there up to the month's end, is a law red, is the month final? If not, say so first.
2. query ai_spend.month_close for the month, by platform: used, invoiced, prepaid, accrued, adjusted, unexplained.
3. query ai_spend.invoice_reconciliation for invoices that meet the month: which match, what explains the others.
4. query ai_spend.cost_by_cost_center for the month: what is charged back, and what is on nobody.
5. explain_change from the month before to ${month}, by platform, then by model_family within the platform that moved
   most: why it differs.
6. query ai_spend.month_bookings for what was learned after earlier months were booked.

End with a table to book from, its total, and a list of what somebody must still do.

${CARE}`;
}

export function weekDigestPrompt(): string {
  return `Write the digest of our AI spend for the last seven full days that the data cover.

1. status: up to which day do the data go, is something late or red?
2. explain_change from the seven days before to these seven, by platform, then by team, then by model_family.
3. query ai_spend.rpt_health where needs_look, and ai_spend.cost_anomalies if it may be asked: what stood out.
4. query ai_spend.rpt_overview for this month: spent so far, forecast, budget.

At most ten sentences, the largest change first, each with its dollars.

${CARE}`;
}
