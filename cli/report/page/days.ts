/** Days as numbers from the report's first one on, and their calendar. UTC, so that no time zone moves a day. Pure. */

const DAY_MS = 86_400_000;

/** `YYYY-MM-DD` of a day number; it may lie outside of the report. */
export function dayText(firstDay: string, day: number): string {
  return new Date(Date.parse(`${firstDay}T00:00:00Z`) + day * DAY_MS).toISOString().slice(0, 10);
}

/** The day number of `YYYY-MM-DD`; it may lie outside of the report. */
export function dayNumber(firstDay: string, text: string): number {
  return Math.round(
    (Date.parse(`${text}T00:00:00Z`) - Date.parse(`${firstDay}T00:00:00Z`)) / DAY_MS,
  );
}

export type Step = "day" | "week" | "month";

/** Small enough to see something, large enough to be read. */
export function stepFor(dayCount: number): Step {
  if (dayCount <= 92) return "day";
  return dayCount <= 400 ? "week" : "month";
}

/** The first day of the step that the day lies in; weeks begin on Monday. */
export function stepStart(day: string, step: Step): string {
  if (step === "day") return day;
  if (step === "month") return `${day.slice(0, 7)}-01`;
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return dayText(day, -weekday);
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `Nov 4`, and with the year `Nov 4, 2026`. */
export function shownDay(day: string, hasYear: boolean): string {
  const text = `${MONTHS[Number(day.slice(5, 7)) - 1] ?? ""} ${Number(day.slice(8, 10))}`;
  return hasYear ? `${text}, ${day.slice(0, 4)}` : text;
}

/** `Nov 2026`; of a day or of `YYYY-MM`. */
export function shownMonth(day: string): string {
  return `${MONTHS[Number(day.slice(5, 7)) - 1] ?? ""} ${day.slice(0, 4)}`;
}

/** `Sep 1 to Nov 4, 2026`; years where they differ. */
export function shownRange(from: string, until: string): string {
  if (from === "") return "";
  if (from === until) return shownDay(until, true);
  return `${shownDay(from, from.slice(0, 4) !== until.slice(0, 4))} to ${shownDay(until, true)}`;
}

/** The calendar months of a span of days, cut to the span, newest first. */
export function monthsIn(firstDay: string, dayCount: number): readonly MonthDays[] {
  const months: MonthDays[] = [];
  for (let day = 0; day < dayCount; day += 1) {
    const month = dayText(firstDay, day).slice(0, 7);
    const current = months.at(-1);
    if (current?.month === month) months[months.length - 1] = { ...current, last: day };
    else months.push({ month, first: day, last: day });
  }
  return months.reverse();
}

export interface MonthDays {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Day numbers, inclusive. */
  readonly first: number;
  readonly last: number;
}

export interface MonthsCompared {
  /** Day numbers, inclusive. */
  readonly now: { readonly first: number; readonly last: number };
  readonly before: { readonly first: number; readonly last: number };
  /** `YYYY-MM`. */
  readonly month: string;
  readonly monthBefore: string;
  /** True if only the same first days of both months are compared. */
  readonly isPart: boolean;
}

/**
 * The last month selected beside the month before it: whole months if its last day is selected, else the same
 * days of both, so that a month that has just begun is not compared with a whole one.
 */
export function monthsCompared(firstDay: string, last: number): MonthsCompared {
  const lastDay = dayText(firstDay, last);
  const start = stepStart(lastDay, "month");
  const startBefore = stepStart(dayText(start, -1), "month");
  const isPart = dayText(lastDay, 1).slice(0, 7) === lastDay.slice(0, 7);
  const begun = dayNumber(firstDay, start);
  const begunBefore = dayNumber(firstDay, startBefore);
  const sameDay = begunBefore + (last - begun);
  return {
    now: { first: begun, last },
    before: { first: begunBefore, last: isPart ? Math.min(sameDay, begun - 1) : begun - 1 },
    month: start.slice(0, 7),
    monthBefore: startBefore.slice(0, 7),
    isPart,
  };
}
