/**
 * The shape that the loader relies on, as the vendor's reference documents it. Objects are loose, so that a new
 * field lands, and so does a field that nothing reads (`unread…`) and that is not as expected; only what tells rows,
 * days, money and pages apart must be there. Money is read as text.
 */

import { z } from "zod";

import { unread } from "../../endpoint/unread.ts";
import {
  count,
  nullableText,
  text,
  unreadCount,
  unreadNullableCount,
  unreadNullableText,
} from "../shared/fields.ts";
import { JSON_NUMBER, nanoExactCents } from "./cents.ts";
import { fitsABill, TOO_LARGE } from "../../money/decimal.ts";

const nullableCount = count.nullish();
const nullableNumber = z.number().nullish();
/** Ids were numbers once. */
const id = z.union([z.string(), z.number()]);
const cents = z
  .string()
  .regex(JSON_NUMBER, { message: "expected a number of cents", abort: true })
  .refine((number) => fitsABill(nanoExactCents(number)), TOO_LARGE)
  .nullish();

/** A price for comparison, which nothing is billed by. */
const listCents = z
  .number()
  .refine((number) => fitsABill(String(BigInt(Math.trunc(number)))), TOO_LARGE)
  .nullish();

/** Milliseconds since 1970 of a year that has a cycle: in seconds it would lie in 1970, in microseconds beyond 9999. */
const CYCLE_YEARS = "expected milliseconds since 1970 of the years 2015 to 9999";
const cycleStart = z
  .number()
  .int()
  .min(Date.parse("2015-01-01T00:00:00Z"), CYCLE_YEARS)
  .max(Date.parse("9999-12-31T23:59:59.999Z"), CYCLE_YEARS);

const unreadNumber = unread(nullableNumber);
const unreadFlag = unread(z.boolean().nullish());

const period = unread(z.looseObject({ startDate: z.number(), endDate: z.number() }).nullish());

export const dailyUsage = z.looseObject({
  data: z.array(
    z.looseObject({
      userId: id.nullish(),
      // `date` is the request's own time of day, so it names no day.
      day: z.iso.date(),
      date: unreadNumber,
      email: text,
      isActive: z.boolean().nullish(),
      totalLinesAdded: nullableCount,
      totalLinesDeleted: nullableCount,
      acceptedLinesAdded: nullableCount,
      acceptedLinesDeleted: nullableCount,
      totalApplies: nullableCount,
      totalAccepts: nullableCount,
      totalRejects: nullableCount,
      totalTabsShown: nullableCount,
      totalTabsAccepted: nullableCount,
      composerRequests: nullableCount,
      chatRequests: nullableCount,
      agentRequests: nullableCount,
      cmdkUsages: nullableCount,
      subscriptionIncludedReqs: nullableCount,
      apiKeyReqs: nullableCount,
      usageBasedReqs: nullableCount,
      bugbotUsages: nullableCount,
      mostUsedModel: unreadNullableText,
      applyMostUsedExtension: unreadNullableText,
      tabMostUsedExtension: unreadNullableText,
      clientVersion: unreadNullableText,
    }),
  ),
  period,
  pagination: z.looseObject({
    page: count,
    pageSize: unreadCount,
    totalUsers: count,
    totalPages: unreadNullableCount,
    hasNextPage: z.boolean(),
    hasPreviousPage: unreadFlag,
  }),
});

export const events = z.looseObject({
  totalUsageEventsCount: count,
  pagination: z.looseObject({
    numPages: unreadNullableCount,
    currentPage: count,
    pageSize: unreadCount,
    hasNextPage: z.boolean(),
    hasPreviousPage: unreadFlag,
  }),
  usageEvents: z.array(
    z.looseObject({
      timestamp: z.string().regex(/^\d{12,14}$/, "expected milliseconds since 1970 as text"),
      // Of the Organization API's answers; a team's key is of one team.
      teamId: z.unknown().optional(),
      userEmail: nullableText,
      serviceAccountId: nullableText,
      serviceAccountName: nullableText,
      cloudAgentId: unreadNullableText,
      automationId: unreadNullableText,
      conversationId: unreadNullableText,
      model: nullableText,
      kind: nullableText,
      maxMode: unreadFlag,
      requestsCosts: unreadNumber,
      isTokenBasedCall: unreadFlag,
      isChargeable: z.boolean().nullish(),
      isHeadless: unreadFlag,
      isFreeBugbot: z.boolean().nullish(),
      tokenUsage: z
        .looseObject({
          inputTokens: nullableCount,
          outputTokens: nullableCount,
          cacheWriteTokens: nullableCount,
          cacheReadTokens: nullableCount,
          totalCents: listCents,
          discountPercentOff: unreadNumber,
        })
        .nullish(),
      chargedCents: cents,
      cursorTokenFee: cents,
    }),
  ),
  period,
});

export const spend = z.looseObject({
  teamMemberSpend: z.array(
    z.looseObject({
      userId: id.nullish(),
      name: unreadNullableText,
      email: text,
      role: unreadNullableText,
      profilePictureUrl: unreadNullableText,
      spendCents: cents,
      overallSpendCents: cents,
      includedSpendCents: unread(cents),
      fastPremiumRequests: unreadNullableCount,
      hardLimitOverrideDollars: unreadNumber,
      monthlyLimitDollars: unreadNumber,
      effectivePerUserLimitDollars: unreadNumber,
    }),
  ),
  subscriptionCycleStart: cycleStart.nullish(),
  totalMembers: unreadNullableCount,
  totalPages: count,
});

export const members = z.looseObject({
  teamMembers: z.array(
    z.looseObject({
      id: id.nullish(),
      name: nullableText,
      email: text,
      role: nullableText,
      isRemoved: z.boolean().nullish(),
    }),
  ),
});

/** What tells one team from another. */
export const team = z.looseObject({
  teamMembers: z.array(
    z.looseObject({
      id: id.nullish(),
      email: nullableText,
      isRemoved: z.unknown().optional(),
    }),
  ),
});
