/** What somebody may have meant who misspelt a name. Pure. */

/** The known name with the fewest letters to change, in any letter case; null if none is near. */
export function nearest(typed: string, known: Iterable<string>): string | null {
  const letters = typed.toLowerCase();
  const most = Math.floor(letters.length / 3);
  const near = [...known]
    .map((name) => ({ name, changes: changesBetween(letters, name.toLowerCase()) }))
    .filter(({ changes }) => changes <= most)
    .sort((left, right) => left.changes - right.changes || (left.name < right.name ? -1 : 1));
  return near[0]?.name ?? null;
}

/** Letters to put in, take out or replace, two that change places counted once. */
function changesBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let at = 1; at <= one.length; at += 1) {
    const row = [at];
    for (let to = 1; to <= other.length; to += 1) {
      const isSame = one[at - 1] === other[to - 1];
      const cell = (up: number, left: number) => (up === 0 ? row : rows[at - up])?.[to - left] ?? 0;
      const swapped =
        at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
      row.push(
        Math.min(
          cell(1, 0) + 1,
          cell(0, 1) + 1,
          cell(1, 1) + (isSame ? 0 : 1),
          ...(swapped ? [cell(2, 2) + 1] : []),
        ),
      );
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
