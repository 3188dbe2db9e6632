/**
 * The shape that the loader relies on, as the vendor's reference documents it. Objects are loose, so that a new
 * field lands; only what tells rows, days, money and pages apart must be there. Money is read as text.
 */

import { z } from "zod";

import { count, nullableText, text } from "../shared/fields.ts";
import { JSON_NUMBER } from "./cents.ts";

const nullableCount = count.nullish();
const nullableNumber = z.number().nullish();
/** Ids were numbers once. */
const id = z.union([z.string(), z.number()]);
const cents = z.string().regex(JSON_NUMBER, "expected a number of cents").nullish();

const period = z.looseObject({ startDate: z.number(), endDate: z.number() }).nullish();

export const dailyUsage = z.looseObject({
  data: z.array(
    z.looseObject({
      userId: id.nullish(),
      // `date` is the request's own time of day, so it names no day.
      day: z.iso.date(),
      date: nullableNumber,
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
      mostUsedModel: nullableText,
      applyMostUsedExtension: nullableText,
      tabMostUsedExtension: nullableText,
      clientVersion: nullableText,
    }),
  ),
  period,
  pagination: z.looseObject({
    page: count,
    pageSize: count,
    totalUsers: count,
    totalPages: nullableCount,
    hasNextPage: z.boolean(),
    hasPreviousPage: z.boolean().nullish(),
  }),
});

export const events = z.looseObject({
  totalUsageEventsCount: count,
  pagination: z.looseObject({
    numPages: nullableCount,
    currentPage: count,
    pageSize: count,
    hasNextPage: z.boolean(),
    hasPreviousPage: z.boolean().nullish(),
  }),
  usageEvents: z.array(
    z.looseObject({
      timestamp: z.string().regex(/^\d{12,14}$/, "expected milliseconds since 1970 as text"),
      // Of the Organization API's answers; a team's key is of one team.
      teamId: z.unknown().optional(),
      userEmail: nullableText,
      serviceAccountId: nullableText,
      serviceAccountName: nullableText,
      cloudAgentId: nullableText,
      automationId: nullableText,
      conversationId: nullableText,
      model: nullableText,
      kind: nullableText,
      maxMode: z.boolean().nullish(),
      requestsCosts: nullableNumber,
      isTokenBasedCall: z.boolean().nullish(),
      isChargeable: z.boolean().nullish(),
      isHeadless: z.boolean().nullish(),
      isFreeBugbot: z.boolean().nullish(),
      tokenUsage: z
        .looseObject({
          inputTokens: nullableCount,
          outputTokens: nullableCount,
          cacheWriteTokens: nullableCount,
          cacheReadTokens: nullableCount,
          totalCents: nullableNumber,
          discountPercentOff: nullableNumber,
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
      name: nullableText,
      email: text,
      role: nullableText,
      profilePictureUrl: nullableText,
      spendCents: cents,
      overallSpendCents: cents,
      includedSpendCents: cents,
      fastPremiumRequests: nullableCount,
      hardLimitOverrideDollars: nullableNumber,
      monthlyLimitDollars: nullableNumber,
      effectivePerUserLimitDollars: nullableNumber,
    }),
  ),
  subscriptionCycleStart: nullableNumber,
  totalMembers: nullableCount,
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
