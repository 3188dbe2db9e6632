/** What an invented organisation may contain: each category can be switched on its own, four mixes are named. */

export interface Categories {
  /** `uniform`: one request in five of every key; `uneven`: each key has its own share. */
  readonly batch: "none" | "uneven" | "uniform";
  readonly longContext: boolean;
  readonly usGeo: boolean;
  /** Priority tier: in usage, never in the cost report. */
  readonly priority: boolean;
  /** Requests blocked before billing: tokens, no cost. */
  readonly blocked: boolean;
  readonly webSearch: boolean;
  readonly codeExecution: boolean;
  readonly sessionUsage: boolean;
  /** A negative line. */
  readonly adjustment: boolean;
  /** Lines that agree in every visible dimension. */
  readonly twinLines: boolean;
  /** A day whose lines change after an instant. */
  readonly restatement: boolean;
  /** Use without a key: a person, a service account, nobody named. */
  readonly keyless: boolean;
  /** A model that no price list has. */
  readonly unknownModel: boolean;
  /** Days on which nobody works. */
  readonly quietDays: boolean;
  readonly subscriptions: boolean;
  /** Keys that are bound to a person or a service account and to no workspace. */
  readonly organizationKeys: boolean;
  /** Half of the requests of keys of the organization, where the model has a fast mode. */
  readonly fastMode: boolean;
  /** A managed agent, run by the service account's key of the organization. */
  readonly agents: boolean;
}

const NOTHING: Categories = {
  batch: "none",
  longContext: false,
  usGeo: false,
  priority: false,
  blocked: false,
  webSearch: false,
  codeExecution: false,
  sessionUsage: false,
  adjustment: false,
  twinLines: false,
  restatement: false,
  keyless: false,
  unknownModel: false,
  quietDays: false,
  subscriptions: false,
  organizationKeys: false,
  fastMode: false,
  agents: false,
};

const MIXED: Categories = { ...NOTHING, batch: "uneven", longContext: true, usGeo: true };

const STRESS: Categories = {
  ...MIXED,
  priority: true,
  blocked: true,
  webSearch: true,
  codeExecution: true,
  sessionUsage: true,
};

/** The mixes that attribution is measured with, and everything together. */
export const MIXES = {
  uniform: { ...NOTHING, batch: "uniform" },
  batch: { ...NOTHING, batch: "uneven" },
  mixed: MIXED,
  stress: STRESS,
  everything: {
    ...STRESS,
    adjustment: true,
    twinLines: true,
    restatement: true,
    keyless: true,
    unknownModel: true,
    quietDays: true,
    subscriptions: true,
    organizationKeys: true,
    fastMode: true,
    agents: true,
  },
} as const satisfies Record<string, Categories>;

export type Mix = keyof typeof MIXES;

export interface DemoOptions {
  /** Same seed, same bytes. Default 1. */
  readonly seed?: number;
  /** API keys of the first organization, default 12: one of every kind. */
  readonly keys?: number;
  /** People of the first organization, default 10 or as many as keys need. */
  readonly people?: number;
  /** Days of use, ending with `lastDay`; default 45. */
  readonly days?: number;
  /** Last day of use, `YYYY-MM-DD`, default 2026-10-31. */
  readonly lastDay?: string;
  /** Mean number of requests of a key on a day it works, default 6. */
  readonly requestsPerKeyDay?: number;
  /** Default `everything`. */
  readonly mix?: Mix;
  /** Switches single categories against the mix. */
  readonly categories?: Partial<Categories>;
  /** The instant (RFC 3339) from which the restated day is different; default 2 days after `lastDay`, 00:00 UTC. */
  readonly restatedFrom?: string;
  /** Days that the vendor answers with no results from an instant (RFC 3339) on; default none. */
  readonly emptiedDays?: readonly { readonly day: string; readonly from: string }[];
  /** A runaway script: so many requests by the first organization's key of that name on one day; default none. */
  readonly surge?: { readonly keyName: string; readonly day: string; readonly requests: number };
  /** Whether the second organization, with the same names, is there; default true. */
  readonly second?: boolean;
}
