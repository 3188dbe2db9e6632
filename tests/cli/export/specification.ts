/**
 * What the FOCUS specification says of its Cost and Usage columns, copied from its tables and not from this
 * project's: name, whether nulls are allowed, type. Source: the dataset page of FOCUS_Spec for 1.4, and the
 * rules that the official validator 2.2.1 has for 1.2.
 */

const OF_1_4 = `
AllocatedMethodDetails null JSON
AllocatedMethodId null String
AllocatedResourceId null String
AllocatedResourceName null String
AllocatedTags null JSON
AvailabilityZone null String
BilledCost filled Decimal
BillingAccountId filled String
BillingAccountName null String
BillingAccountType filled String
BillingCurrency filled String
BillingPeriodEnd filled Date/Time
BillingPeriodStart filled Date/Time
CapacityReservationId null String
CapacityReservationStatus null String
ChargeCategory filled String
ChargeClass null String
ChargeDescription null String
ChargeFrequency filled String
ChargePeriodEnd filled Date/Time
ChargePeriodStart filled Date/Time
CommitmentDiscountCategory null String
CommitmentDiscountId null String
CommitmentDiscountName null String
CommitmentDiscountQuantity null Decimal
CommitmentDiscountStatus null String
CommitmentDiscountType null String
CommitmentDiscountUnit null String
CommitmentProgramEligibilityDetails null JSON
ConsumedQuantity null Decimal
ConsumedUnit null String
ContractApplied null JSON
ContractedCost filled Decimal
ContractedUnitPrice null Decimal
EffectiveCost filled Decimal
HostProviderName filled String
InvoiceDetailId null String
InvoiceId null String
InvoiceIssuerName filled String
ListCost filled Decimal
ListUnitPrice null Decimal
PricingCategory null String
PricingCurrency filled String
PricingCurrencyContractedUnitPrice null Decimal
PricingCurrencyEffectiveCost filled Decimal
PricingCurrencyListUnitPrice null Decimal
PricingQuantity null Decimal
PricingUnit null String
RegionId null String
RegionName null String
ResourceId null String
ResourceName null String
ResourceType null String
ServiceCategory filled String
ServiceName filled String
ServiceProviderName filled String
ServiceSubcategory filled String
SkuId null String
SkuMeter null String
SkuPriceDetails null JSON
SkuPriceId null String
SubAccountId null String
SubAccountName null String
SubAccountType null String
Tags null JSON
`;

/** 1.2 has none of these. */
const SINCE_1_3 = new Set([
  "AllocatedMethodDetails",
  "AllocatedMethodId",
  "AllocatedResourceId",
  "AllocatedResourceName",
  "AllocatedTags",
  "CommitmentProgramEligibilityDetails",
  "ContractApplied",
  "HostProviderName",
  "InvoiceDetailId",
  "ServiceProviderName",
]);

const ONLY_1_2 = `
ProviderName filled String
PublisherName filled String
`;

export interface SpecifiedColumn {
  readonly name: string;
  readonly isNullable: boolean;
  readonly type: string;
}

function parse(lines: string): readonly SpecifiedColumn[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", nulls = "", type = ""] = line.split(" ");
      return { name, isNullable: nulls === "null", type };
    });
}

/** The columns of each version, in the specification's own order. */
export const SPECIFIED: Readonly<Record<string, readonly SpecifiedColumn[]>> = {
  "1.4": parse(OF_1_4),
  "1.2": [...parse(OF_1_4).filter(({ name }) => !SINCE_1_3.has(name)), ...parse(ONLY_1_2)].sort(
    (left, right) => (left.name < right.name ? -1 : 1),
  ),
};

/** The values that a column may have, both versions. */
export const VALUES: Readonly<Record<string, readonly string[]>> = {
  ChargeCategory: ["Usage", "Purchase", "Tax", "Credit", "Adjustment"],
  ChargeClass: ["Correction"],
  ChargeFrequency: ["One-Time", "Recurring", "Usage-Based"],
  PricingCategory: ["Standard", "Dynamic", "Committed", "Other"],
  ServiceCategory: ["AI and Machine Learning"],
  ServiceSubcategory: [
    "AI Platforms",
    "Bots",
    "Generative AI",
    "Machine Learning",
    "Natural Language Processing",
    "Other (AI and Machine Learning)",
  ],
};
