/** Under which connection's name a team was landed first, as the landed lists of members tell. */

import { areSamePeople, type Person } from "../../endpoint/identity.ts";
import { TransportError } from "../../errors.ts";
import type { Identified } from "../../endpoint/vendor.ts";
import { cellText } from "../../warehouse/cells.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { peopleOf } from "./people.ts";

/** Every connection in the order in which they began, with its first and its newest list of members. */
const LISTS_SQL = `
with connections as (
  select connection, min(fetched_at) as first_at
  from ai_raw.raw_fetches
  where vendor = 'cursor'
  group by connection
),

lists as (
  select
    connection,
    coalesce(same_as_fetch_id, fetch_id) as fetch_id,
    row_number() over (partition by connection order by fetched_at, fetch_id) as nth,
    row_number() over (partition by connection order by fetched_at desc, fetch_id desc) as nth_last
  from ai_raw.raw_fetches
  where vendor = 'cursor'
    and endpoint = 'cursor_members'
)

select
  connections.connection,
  lists.nth = 1 as is_first,
  lists.nth_last = 1 as is_newest,
  pages.body
from connections
left join lists
  on connections.connection = lists.connection
  and (lists.nth = 1 or lists.nth_last = 1)
left join ai_raw.raw_cursor_members as pages on lists.fetch_id = pages.fetch_id
order by connections.first_at, connections.connection`;

interface LandedTeam {
  readonly name: string;
  /** Nobody where no list was landed. */
  readonly first: readonly Person[];
  readonly newest: readonly Person[];
}

/**
 * Compares with what each connection that began earlier landed last, since a name is not given up by leaving it out of
 * connections.yaml. A connection that goes on with its own team is known by the people with whom it began: a team that
 * takes up the people of another later is still the other one's neighbour.
 */
export async function readFormerName(
  warehouse: Warehouse,
  { connection, identity }: Identified,
): Promise<string | null> {
  const teams = await readTeams(warehouse);
  const place = teams.findIndex(({ name }) => name === connection.name);
  const own = teams[place];
  const earlier = own === undefined ? teams : teams.slice(0, place);
  const current = identity.by === "people" ? identity.people : null;
  if (current === null && own === undefined && earlier.length > 0) {
    throw new TransportError(
      `Connection ${connection.name} is new, and may have the team of ${earlier.map(({ name }) => name).join(" or ")}, which nobody can tell while the list of its members cannot be read: nothing was asked of it; run sync again later.`,
    );
  }
  const isItsOwn = own !== undefined && (current === null || areSamePeople(own.newest, current));
  const people = isItsOwn ? own.first : (current ?? []);
  return earlier.find(({ newest }) => areSamePeople(newest, people))?.name ?? null;
}

async function readTeams(warehouse: Warehouse): Promise<readonly LandedTeam[]> {
  const { rows } = await warehouse.query(LISTS_SQL);
  const names = [...new Set(rows.map((cells) => cellText(cells["connection"])))];
  return names.map((name) => {
    const own = rows.filter((cells) => cells["connection"] === name);
    const listed = (place: "is_first" | "is_newest"): readonly Person[] =>
      own.filter((cells) => cells[place] === true).flatMap(({ body }) => landedPeople(body));
    return { name, first: listed("is_first"), newest: listed("is_newest") };
  });
}

/** Nobody in a page that the warehouse has dropped. */
function landedPeople(body: unknown): readonly Person[] {
  return typeof body === "string" ? (peopleOf(JSON.parse(body)) ?? []) : [];
}
