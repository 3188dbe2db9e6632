/**
 * The columns of FOCUS's Cost and Usage dataset as this project fills them, one a line: what
 * focus_costs selects, what the export writes and in which order, and what the laws and tests hold it to.
 * Source: the column pages of the FOCUS specification, 1.2 and 1.4; names that begin with `x_` are our own.
 *
 * Fields, separated by bars: name · type · level (mandatory, conditional, recommended, custom) · whether it
 * may be null (`null` or `filled`; `empty` is always null) · versions · the only values it may have, of those
 * that the specification allows · what is in it.
 */

const STANDARD = `
AllocatedMethodDetails | JSON | recommended | filled | 1.4 | | {"Elements":[{"AllocatedRatio":r}]}: the row's part of its origin charge.
AllocatedMethodId | String | conditional | filled | 1.4 | owner,shared_key_policy,key_principal,native_actor,claude_code_key_creator,claude_code_tokens,account,seat,seat_user,service_account,spend_report,event_user,event_service_account,single_user,requests,tokens,requests_of_month,unallocated | How the bearer is known; unallocated for nobody.
AllocatedResourceId | String | conditional | null | 1.4 | | Who bears it, opaque: a hash of the person, team or automation; null for nobody.
AllocatedResourceName | String | conditional | null | 1.4 | | A team or an automation as written; for a person the id again, never a name.
AllocatedTags | JSON | conditional | null | 1.4 | | The bearer's team and cost_center on the day of the charge.
AvailabilityZone | String | recommended | empty | 1.2 1.4 | | Always null: no vendor names one.
BilledCost | Decimal | mandatory | filled | 1.2 1.4 | | The row's part of what the vendor bills, exact to the billionth, a seat's fee by its days; 0 for included usage.
BillingAccountId | String | mandatory | filled | 1.2 1.4 | | The vendor's id of the organization or billing account; the platform's name for seats.
BillingAccountName | String | mandatory | filled | 1.2 1.4 | | Name of the connection or export that it was read from; the service's for seats.
BillingAccountType | String | conditional | filled | 1.2 1.4 | Organization,Team,Billing Account | What the vendor calls its accounts.
BillingCurrency | String | mandatory | filled | 1.2 1.4 | USD | All amounts are US dollars; Google's are turned to them by its export's own rate.
BillingPeriodEnd | Date/Time | mandatory | filled | 1.2 1.4 | | First instant after the billing month, UTC.
BillingPeriodStart | Date/Time | mandatory | filled | 1.2 1.4 | | First instant of the billing month, UTC; Google's invoice month.
CapacityReservationId | String | conditional | empty | 1.2 1.4 | | Always null: nothing is reserved.
CapacityReservationStatus | String | conditional | empty | 1.2 1.4 | | Always null.
ChargeCategory | String | mandatory | filled | 1.2 1.4 | Usage,Purchase,Credit,Tax,Adjustment | Purchase for seats; Usage with a BilledCost of 0 for what a seat includes.
ChargeClass | String | mandatory | null | 1.2 1.4 | Correction | Correction for a later adjustment of a month that was invoiced before; else null.
ChargeDescription | String | mandatory | filled | 1.2 1.4 | | Service, product, model and meter in words.
ChargeFrequency | String | recommended | filled | 1.2 1.4 | Usage-Based,Recurring,One-Time | Recurring for seats, One-Time for tax and adjustments.
ChargePeriodEnd | Date/Time | mandatory | filled | 1.2 1.4 | | First instant after the day, UTC.
ChargePeriodStart | Date/Time | mandatory | filled | 1.2 1.4 | | First instant of the day of the charge, UTC.
CommitmentDiscountCategory | String | conditional | empty | 1.2 1.4 | | Always null: no commitment is known.
CommitmentDiscountId | String | conditional | empty | 1.2 1.4 | | Always null.
CommitmentDiscountName | String | conditional | empty | 1.2 1.4 | | Always null.
CommitmentDiscountQuantity | Decimal | conditional | empty | 1.2 1.4 | | Always null.
CommitmentDiscountStatus | String | conditional | empty | 1.2 1.4 | | Always null.
CommitmentDiscountType | String | conditional | empty | 1.2 1.4 | | Always null.
CommitmentDiscountUnit | String | conditional | empty | 1.2 1.4 | | Always null.
CommitmentProgramEligibilityDetails | JSON | conditional | empty | 1.4 | | Always null.
ConsumedQuantity | Decimal | conditional | null | 1.2 1.4 | | The row's part of the charge's tokens or requests, whole ones; null where they are not known.
ConsumedUnit | String | conditional | null | 1.2 1.4 | Tokens,Requests | Tokens or Requests; null with ConsumedQuantity.
ContractApplied | JSON | conditional | empty | 1.4 | | Always null: no contract is known.
ContractedCost | Decimal | mandatory | filled | 1.2 1.4 | | The same as BilledCost: vendors bill what was agreed.
ContractedUnitPrice | Decimal | conditional | empty | 1.2 1.4 | | Always null: quantity times price is not always the cost.
EffectiveCost | Decimal | mandatory | filled | 1.2 1.4 | | The same as BilledCost: a seat's fee is spread over its days already.
HostProviderName | String | mandatory | filled | 1.4 | Anthropic,Anysphere,Google Cloud | Where it runs.
InvoiceDetailId | String | conditional | empty | 1.4 | | Always null: invoices are imported by their total.
InvoiceId | String | conditional | null | 1.2 1.4 | | The vendor's number of the one invoice that covers the charge and matches to the cent.
InvoiceIssuerName | String | mandatory | filled | 1.2 1.4 | Anthropic,Anysphere,Google Cloud | Who sends the invoice.
ListCost | Decimal | mandatory | filled | 1.2 1.4 | | The row's part of the worth at list price; BilledCost where none is known.
ListUnitPrice | Decimal | conditional | empty | 1.2 1.4 | | Always null, as ContractedUnitPrice.
PricingCategory | String | conditional | null | 1.2 1.4 | Standard | Standard for usage and seats; else null.
PricingCurrency | String | conditional | filled | 1.2 1.4 | USD | As BillingCurrency.
PricingCurrencyContractedUnitPrice | Decimal | conditional | empty | 1.2 1.4 | | Always null.
PricingCurrencyEffectiveCost | Decimal | conditional | filled | 1.2 1.4 | | As EffectiveCost.
PricingCurrencyListUnitPrice | Decimal | conditional | empty | 1.2 1.4 | | Always null.
PricingQuantity | Decimal | mandatory | null | 1.2 1.4 | | Tokens in millions, or requests; else the row's part of one seat for a day, or of one line of the bill; null for tax.
PricingUnit | String | mandatory | null | 1.2 1.4 | 1000000 Tokens,Requests,Seat-Days,Charges | 1000000 Tokens, Requests, Seat-Days or Charges, which are lines of the bill; null for tax.
RegionId | String | conditional | null | 1.2 1.4 | | Where the model ran, where the bill says so, such as us or global.
RegionName | String | conditional | null | 1.2 1.4 | | The same.
ResourceId | String | conditional | null | 1.2 1.4 | | Id of the API key; null without one.
ResourceName | String | conditional | empty | 1.2 1.4 | | Always null: people name keys after themselves; dim_api_keys has the names.
ResourceType | String | conditional | null | 1.2 1.4 | API Key | API Key; null without one.
ServiceCategory | String | mandatory | filled | 1.2 1.4 | AI and Machine Learning | AI and Machine Learning.
ServiceName | String | mandatory | filled | 1.2 1.4 | Claude API,Claude Code,Claude.ai,Cursor,Vertex AI | Name of the platform.
ServiceProviderName | String | mandatory | filled | 1.4 | Anthropic,Anysphere,Google Cloud | Who sells it.
ServiceSubcategory | String | recommended | filled | 1.2 1.4 | Generative AI | Generative AI.
SkuId | String | conditional | null | 1.2 1.4 | | Platform, product, model and meter, such as claude_api/claude-opus-4-8/tokens/output_tokens; null for tax.
SkuMeter | String | conditional | null | 1.2 1.4 | | What is measured, such as Output Tokens or Seats; null for tax.
SkuPriceDetails | JSON | conditional | null | 1.2 1.4 | | Model, family, kind of token, tier, context window: keys begin with x_.
SkuPriceId | String | conditional | null | 1.2 1.4 | | SkuId with tier, context window and region; null for tax.
SubAccountId | String | conditional | null | 1.2 1.4 | | Anthropic's workspace or Google's project; null without one.
SubAccountName | String | conditional | null | 1.2 1.4 | | Name of the workspace; the id where none is known.
SubAccountType | String | conditional | null | 1.2 1.4 | Workspace,Project | Workspace or Project.
Tags | JSON | conditional | null | 1.2 1.4 | | What people wrote on the workspace; null without tags.
`;

/** What 1.2 has and 1.4 no longer. */
const RETIRED = `
ProviderName | String | mandatory | filled | 1.2 | Anthropic,Anysphere,Google Cloud | Who sells it; ServiceProviderName in 1.4.
PublisherName | String | mandatory | filled | 1.2 | Anthropic,Anysphere | Who makes it; x_PublisherName in 1.4.
`;

const CUSTOM = `
x_AllocatedRatio | Decimal | custom | filled | 1.2 1.4 | | As in AllocatedMethodDetails; the rows of an origin charge add up to exactly 1.
x_AttributionMethod | String | custom | filled | 1.2 1.4 | | How the bearer is known, in full; a reason where it is nobody.
x_BillingMode | String | custom | filled | 1.2 1.4 | metered,seat,overage,included,credit | metered, seat, overage, included or credit.
x_ChargeId | String | custom | filled | 1.2 1.4 | | Id of the row, a hash of its grain, never of its amount.
x_CostType | String | custom | null | 1.2 1.4 | | tokens, web_search, seat and so on; null where the vendor does not say.
x_CredentialId | String | custom | null | 1.2 1.4 | | CredentialId of the 1.5 draft: the API key.
x_EvidenceLevel | String | custom | filled | 1.2 1.4 | billed,vendor_estimate,derived | billed: the vendor's own amount; vendor_estimate; derived: spread or computed from it.
x_HasListCost | Boolean | custom | filled | 1.2 1.4 | | True if a list price is known; else ListCost repeats BilledCost.
x_IsFinal | Boolean | custom | filled | 1.2 1.4 | | True once the vendor no longer revises the charge.
x_Model | String | custom | null | 1.2 1.4 | | The vendor's id of the model.
x_ModelFamily | String | custom | null | 1.2 1.4 | | The model as people read it, such as sonnet-4.5.
x_OriginChargeId | String | custom | filled | 1.2 1.4 | | charge_id of fct_cost_daily: the charge that was split.
x_Platform | String | custom | filled | 1.2 1.4 | | platform of fct_cost_daily.
x_PrincipalId | String | custom | null | 1.2 1.4 | | PrincipalId of the 1.5 draft: as AllocatedResourceId.
x_PrincipalType | String | custom | null | 1.2 1.4 | person,team,automation | person, team or automation; null for nobody.
x_Product | String | custom | null | 1.2 1.4 | | product of fct_cost_daily.
x_PublisherName | String | custom | filled | 1.4 | Anthropic,Anysphere | Who makes the model or the tool.
x_TokenType | String | custom | null | 1.2 1.4 | | Kind of token, in the vendor's words.
`;

/**
 * @typedef {object} FocusColumn
 * @property {string} name
 * @property {string} type String, Decimal, Date/Time, JSON (held as text) or Boolean.
 * @property {string} level
 * @property {"null" | "filled" | "empty"} nulls
 * @property {readonly string[]} versions
 * @property {readonly string[]} allowed Empty: any value.
 * @property {string} description
 *
 * @param {string} lines
 * @returns {FocusColumn[]}
 */
function parse(lines) {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const fields = line.split(" |").map((field) => field.trim());
      const [name = "", type = "", level = "", nulls = "", versions = "", allowed = ""] = fields;
      if (nulls !== "null" && nulls !== "filled" && nulls !== "empty") {
        throw new Error(`focus_columns: ${name} must be null, filled or empty, not ${nulls}.`);
      }
      return {
        name,
        type,
        level,
        nulls,
        versions: versions.split(" "),
        allowed: allowed === "" ? [] : allowed.split(","),
        description: fields.slice(6).join(" |"),
      };
    });
}

/** @param {FocusColumn} left @param {FocusColumn} right */
const byName = (left, right) => (left.name < right.name ? -1 : 1);

/** The specification's columns in its own order, the alphabet's, then ours. */
const COLUMNS = Object.freeze([...parse(STANDARD + RETIRED.trim()).sort(byName), ...parse(CUSTOM)]);

module.exports = { COLUMNS };
