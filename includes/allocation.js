/**
 * The only place where money is split. A charge of c nano-dollars and whole weights w, of sum W > 0:
 * each candidate gets the whole part of c × w / W, and what is left goes, one nano-dollar each, to the
 * largest remainders, ties by name in byte order. A negative charge mirrors a positive one. A charge
 * without any weight keeps its whole amount in one row of the method `'unattributed'`.
 *
 * All of it is in whole numbers: c must stay below nine billion dollars a line, and c × w below 10^29,
 * which is a hundred million dollars times a trillion tokens.
 *
 * @typedef {object} Split
 * @property {string} charges Relation: one row per charge; columns `charge_key` and `cost_usd`.
 * @property {string} candidates Relation: one row per charge and candidate; columns `charge_key`,
 *   those of `candidate`, `weight` (whole, not negative, below 2^63) and `method` (STRING). A
 *   candidate without weight gets nothing and no row.
 * @property {readonly string[]} [candidate] The columns that name a candidate together, the first the
 *   first to break a tie, where null, which is nobody, comes last. If left out, it is the one column
 *   `candidate`.
 */

/**
 * @param {Split} split
 * @returns {string} A query: `charge_key`, the columns of `candidate`, `method`, `weight`, `cost_usd`;
 *   for each charge the costs add up to the charge, exactly. Where nothing weighs, the named columns
 *   are null, and the one `candidate` is `'unattributed'`.
 */
function split({ charges, candidates, candidate }) {
  const names = candidate ?? ["candidate"];
  const nobody = candidate === undefined ? "'unattributed'" : "null";
  /** @param {string} relation */
  const named = (relation) => names.map((name) => `${relation}.${name}`).join(", ");
  const ties = names.map((name) => `${name} nulls last`).join(", ");
  return `with

charges as (

  select
    charge_key,
    cost_usd,
    if(cost_usd < numeric '0', -1, 1) as sign,
    cast(abs(cost_usd) * 1000000000 as int64) as nanos,

  from ${charges}

),

candidates as (

  select
    charge_key,
    ${names.join(", ")},
    method,
    cast(weight as int64) as weight,

  from ${candidates}

  where weight > 0

),

weight_sums as (

  select
    charge_key,
    sum(weight) as weight_sum,

  from candidates

  group by charge_key

),

weighed as (

  select
    charges.charge_key,
    ${named("candidates")},
    candidates.method,
    candidates.weight,
    charges.sign,
    charges.nanos,
    weight_sums.weight_sum,

  from charges

  inner join weight_sums on charges.charge_key = weight_sums.charge_key

  inner join candidates on charges.charge_key = candidates.charge_key

),

sized as (

  select
    *,
    -- Whole numbers below 2^63 are multiplied and divided a hundred times as fast, and just as exactly.
    -- Both sides of a condition may be computed, so nothing is divided by a charge of zero.
    weight <= div(9000000000000000000, greatest(nanos, 1)) as is_small,

  from weighed

),

products as (

  select
    *,
    if(is_small, nanos * weight, null) as product,
    if(is_small, null, cast(nanos as numeric) * cast(weight as numeric)) as large_product,

  from sized

),

quotients as (

  select
    *,
    if(
      is_small,
      div(product, weight_sum),
      cast(div(large_product, cast(weight_sum as numeric)) as int64)
    ) as whole_nanos,

  from products

),

remainders as (

  select
    *,
    if(
      is_small,
      product - whole_nanos * weight_sum,
      cast(large_product - cast(whole_nanos as numeric) * cast(weight_sum as numeric) as int64)
    ) as remainder,

  from quotients

),

ranked as (

  select
    *,
    nanos - sum(whole_nanos) over (partition by charge_key) as nanos_left,
    row_number() over (
      partition by charge_key order by remainder desc, ${ties}, method
    ) as place,

  from remainders

),

shares as (

  select
    charge_key,
    ${names.join(", ")},
    method,
    weight,
    sign * (whole_nanos + if(place <= nanos_left, 1, 0)) as nanos,

  from ranked

),

charges_with_shares as (

  select charge_key from shares group by charge_key

),

unattributed as (

  select
    charges.charge_key,
    charges.cost_usd,

  from charges

  left join charges_with_shares on charges.charge_key = charges_with_shares.charge_key

  where charges_with_shares.charge_key is null

)

select
  charge_key,
  ${names.join(", ")},
  method,
  cast(weight as numeric) as weight,
  cast(nanos * numeric '0.000000001' as numeric) as cost_usd,

from shares

union all

select
  charge_key,
  ${names.map((name) => `${nobody} as ${name}`).join(", ")},
  'unattributed' as method,
  cast(null as numeric) as weight,
  cost_usd,

from unattributed`;
}

module.exports = { split };
