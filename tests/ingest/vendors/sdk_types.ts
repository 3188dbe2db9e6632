/**
 * Our schemas and our stand-ins, held against the types of the vendor's official SDK by `npm run types`, for every
 * endpoint that it types: what the SDK may send, our schema accepts and knows to the last field; what a stand-in sends
 * is a value of the SDK's type. A newer SDK that does not fit is drift, found by updating it.
 */

import type Anthropic from "@anthropic-ai/sdk";
import type { z } from "zod";

import type { Unread } from "../../../ingest/endpoint/unread.ts";
import type * as analytics from "../../../ingest/vendors/anthropic/analytics_schemas.ts";
import type * as directories from "../../../ingest/vendors/anthropic/directory_schemas.ts";
import type { users as activity } from "../../../ingest/vendors/claude_ai/activity_schemas.ts";
import type * as claudeAi from "../../../ingest/vendors/claude_ai/schemas.ts";
import type { analyticsCost } from "../../../local/stand_ins/anthropic/analytics_cost.ts";
import type { analyticsUsage } from "../../../local/stand_ins/anthropic/analytics_usage.ts";
import type { me, serviceAccounts } from "../../../local/stand_ins/anthropic/directories.ts";
import type {
  scopedKeyEntry,
  userEntry,
  workspaceEntry,
} from "../../../local/stand_ins/anthropic/directory_entries.ts";
import type { userActivity } from "../../../local/stand_ins/claude_ai/activity.ts";
import type { bucketedReport } from "../../../local/stand_ins/claude_ai/bucketed.ts";
import type { userReport } from "../../../local/stand_ins/claude_ai/by_user.ts";

type Organization = Anthropic["beta"]["organization"];

/** One row of what a list method answers. */
type RowOf<Method extends (...args: never) => AsyncIterable<unknown>> =
  ReturnType<Method> extends AsyncIterable<infer Row> ? Row : never;

/** What a schema expects, of fields that nothing reads, too. */
type Expected<Schema> =
  Schema extends Unread<infer Inner>
    ? Expected<Inner>
    : Schema extends z.ZodOptional<infer Inner>
      ? Expected<Inner> | undefined
      : Schema extends z.ZodNullable<infer Inner>
        ? Expected<Inner> | null
        : Schema extends z.ZodArray<infer Element>
          ? Expected<Element>[]
          : Schema extends z.ZodObject<infer Shape>
            ? ExpectedObject<Shape>
            : z.input<Schema>;

type MayBeAbsent<Shape> = {
  [Key in keyof Shape]: undefined extends Expected<Shape[Key]> ? Key : never;
}[keyof Shape];

type ExpectedObject<Shape> = {
  [Key in Exclude<keyof Shape, MayBeAbsent<Shape>>]: Expected<Shape[Key]>;
} & { [Key in MayBeAbsent<Shape>]?: Expected<Shape[Key]> };

type RowsIn<Schema> = Expected<Schema> extends { data: (infer Row)[] } ? Row : never;

type Scalar = boolean | number | string | null | undefined;

/** Paths of fields that are in `Theirs` and not in `Ours`. */
type Unknown<Theirs, Ours> = Theirs extends Scalar
  ? never
  : Theirs extends readonly (infer Row)[]
    ? NonNullable<Ours> extends readonly (infer Own)[]
      ? Unknown<Row, Own>
      : never
    : string extends keyof NonNullable<Ours>
      ? never
      : {
          [Key in keyof Theirs & string]-?: Key extends keyof NonNullable<Ours>
            ? Prefix<Unknown<NonNullable<Theirs[Key]>, NonNullable<Ours>[Key]>, Key>
            : Key;
        }[keyof Theirs & string];
type Prefix<Paths, Key extends string> = Paths extends string ? `${Key}.${Paths}` : never;

/** An error where the first type is not assignable to the second. */
type Fits<Theirs extends Ours, Ours> = Theirs;
/** An error that names the paths. */
type Nothing<Paths extends never> = Paths;

/** Paths of fields that would be news; an error where a row would not fit at all. */
type Accepts<Theirs extends Ours, Ours> = Unknown<Theirs, Ours>;

type StandInRow<Answer> = Answer extends { readonly data: readonly (infer Row)[] } ? Row : never;
type Bucketed = ReturnType<typeof bucketedReport<"cost">>;
type ByUser<Kind extends "cost" | "usage"> = ReturnType<typeof userReport<Kind>>;

type Cost = RowOf<Organization["analytics"]["cost"]["list"]>;
type Usage = RowOf<Organization["analytics"]["usage"]["list"]>;
type ApiKey = RowOf<Organization["apiKeys"]["list"]>;
type User = RowOf<Organization["users"]["list"]>;
type Workspace = RowOf<Organization["workspaces"]["list"]>;
type ServiceAccount = RowOf<Organization["serviceAccounts"]["list"]>;
/** Without what the client adds from headers. */
type Me = Omit<Awaited<ReturnType<Organization["retrieve"]>>, `_${string}`>;
type CostBucket = RowOf<Organization["analytics"]["costReport"]["list"]>;
type UserCost = RowOf<Organization["analytics"]["userCostReport"]["list"]>;
type UserUsage = RowOf<Organization["analytics"]["userUsageReport"]["list"]>;
type Activity = RowOf<Organization["analytics"]["users"]["list"]>;

/** What the SDK may send, our schema accepts and knows. */
export type Accepted = readonly [
  Nothing<Accepts<Cost, RowsIn<typeof analytics.analyticsCost>>>,
  Nothing<Accepts<Usage, RowsIn<typeof analytics.analyticsUsage>>>,
  Nothing<Accepts<ApiKey, RowsIn<typeof directories.apiKeys>>>,
  Nothing<Accepts<User, RowsIn<typeof directories.users>>>,
  Nothing<Accepts<Workspace, RowsIn<typeof directories.workspaces>>>,
  Nothing<Accepts<ServiceAccount, RowsIn<typeof directories.serviceAccounts>>>,
  Nothing<Accepts<Me, Expected<typeof directories.me>>>,
  Nothing<Accepts<CostBucket, RowsIn<typeof claudeAi.costReport>>>,
  Nothing<Accepts<UserCost, RowsIn<typeof claudeAi.userCostReport>>>,
  Nothing<Accepts<UserUsage, RowsIn<typeof claudeAi.userUsageReport>>>,
  Nothing<Accepts<Activity, RowsIn<typeof activity>>>,
];

/** What a stand-in sends is a value of the SDK's type. */
export type Served = readonly [
  Fits<StandInRow<ReturnType<typeof analyticsCost>>, Cost>,
  Fits<StandInRow<ReturnType<typeof analyticsUsage>>, Usage>,
  Fits<ReturnType<typeof scopedKeyEntry>, ApiKey>,
  Fits<ReturnType<typeof userEntry>, User>,
  Fits<ReturnType<typeof workspaceEntry>, Workspace>,
  Fits<StandInRow<ReturnType<typeof serviceAccounts>>, ServiceAccount>,
  Fits<ReturnType<typeof me>, Me>,
  Fits<StandInRow<ReturnType<Bucketed>>, CostBucket>,
  Fits<StandInRow<ReturnType<ByUser<"cost">>>, UserCost>,
  Fits<StandInRow<ReturnType<ByUser<"usage">>>, UserUsage>,
  Fits<StandInRow<ReturnType<typeof userActivity>>, Activity>,
];
