/**
 * The one statement that brings loaded lines into their table. Google's exports only grow, and a later file holds
 * the lines of an earlier one again, so lines are counted: of lines that agree, the table then has as many as the
 * file or as it had, whichever is more. A file that overlaps doubles nothing, a file that holds part of a day
 * takes nothing away, two equal lines of one file stay two, and running it again changes nothing.
 */

import type { GoogleKind } from "./kinds.ts";

/** First and last UTC day on which Google wrote the lines, `YYYY-MM-DD`. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

/**
 * One INSERT, all rows or none; only the partitions of these days are read.
 * @param staged name of the table that holds the file's lines, in the dataset of the kind's own
 */
export function mergeSql(kind: GoogleKind, staged: string, { first, last }: Days): string {
  const { table, writtenAt } = kind;
  const names = table.fields.map(({ name }) => `\`${name}\``);
  const identity = `to_json_string(struct(${kind.identity
    .map((expression, index) => `${expression} as part_${index}`)
    .join(", ")}))`;
  const place = `\`${table.dataset}.${table.name}\``;
  return `insert into ${place} (
  ${names.join(",\n  ")}
)

with

landed as (

  select
    ${identity} as identity,
    count(*) as copies,

  from ${place}

  where ${writtenAt} >= timestamp '${first} 00:00:00+00'
    and ${writtenAt} < timestamp_add(timestamp '${last} 00:00:00+00', interval 1 day)

  group by identity

),

given as (

  select *, ${identity} as identity from \`${table.dataset}.${staged}\`

),

-- Lines that are there, but not as often as in the file.
short as (

  select
    given.identity,
    any_value(landed.copies) as copies,

  from given

  inner join landed on given.identity = landed.identity

  group by given.identity

  having count(*) > any_value(landed.copies)

),

-- Numbering keeps whole rows in memory, so only these are numbered.
numbered as (

  select
    given.*,
    short.copies,
    row_number() over (partition by given.identity) as copy_number,

  from given

  inner join short on given.identity = short.identity

)

select
  ${names.map((name) => `given.${name}`).join(",\n  ")},

from given

left join landed on given.identity = landed.identity

where landed.identity is null

union all

select
  ${names.map((name) => `numbered.${name}`).join(",\n  ")},

from numbered

where numbered.copy_number > numbered.copies`;
}
