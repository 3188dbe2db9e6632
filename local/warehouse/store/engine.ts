/**
 * One open DuckDB file behind one connection. Work is queued, so that a transaction, a temporary
 * table or a script variable never meets somebody else's statement.
 */

import type {
  DuckDBDataChunk,
  DuckDBMaterializedResult,
  DuckDBPreparedStatement,
  DuckDBType,
  DuckDBValue,
} from "@duckdb/node-api";

import { connect, connectAgain, disconnect, type EngineOptions, type Session } from "./session.ts";

/** Values to bind, by the parameter's name without its sign ("1" for the first positional one). */
export interface Bindings {
  readonly values: Readonly<Record<string, DuckDBValue>>;
  readonly types: Readonly<Record<string, DuckDBType>>;
}

export interface QueryColumns {
  readonly names: readonly string[];
  readonly types: readonly DuckDBType[];
}

export interface Engine {
  /** The database's name inside DuckDB: the file's name without its ending. */
  readonly catalog: string;
  /** Runs one DuckDB statement to its end. Parameters that the statement lacks are left out. */
  run(sql: string, bindings?: Bindings): Promise<DuckDBMaterializedResult>;
  /** Names and types of a query's columns, without running it. */
  describe(sql: string, bindings?: Bindings): Promise<QueryColumns>;
  /** Rows of a statement as objects of DuckDB's values, for the server's own questions. */
  rows(sql: string, values?: readonly DuckDBValue[]): Promise<Record<string, DuckDBValue>[]>;
  /** Runs `work` when everything queued before it has ended. Never call it from inside `work`. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction: all of it or, if it throws, nothing. Call it inside `exclusive`. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction that is always undone. Call it inside `exclusive`. */
  rehearse<T>(work: () => Promise<T>): Promise<T>;
  /** How many transactions have been undone: what was read inside of them may not be so. */
  undone(): number;
  /** Counts up before and after each statement that may change something, lanes' statements not among them. */
  changes(): number;
  /** Another connection to the same database, whose work does not wait for this one's; its user closes it. */
  lane(): Promise<Engine>;
  /** Ends the statement that is running, which then throws. */
  interrupt(): void;
  /** Writes the log into the file and lets go of it. */
  close(): Promise<void>;
}

/** Opens the file, creates it if need be, and brings its macros and the server's own tables up to date. */
export function openEngine(options: EngineOptions): Promise<Engine> {
  return engineOver(() => connect(options), { ownsFile: true });
}

async function engineOver(
  open: () => Promise<Session>,
  { ownsFile }: { readonly ownsFile: boolean },
): Promise<Engine> {
  let session = await open();
  let tail: Promise<unknown> = Promise.resolve();
  let undone = 0;
  let changes = 0;

  const noting = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    if (READS.test(sql)) return work();
    changes += 1;
    try {
      return await work();
    } finally {
      changes += 1;
    }
  };

  const run = (sql: string, bindings?: Bindings) => noting(sql, () => runNow(sql, bindings));

  const runNow = async (sql: string, bindings?: Bindings): Promise<DuckDBMaterializedResult> => {
    if (bindings === undefined && !MAY_HAVE_PARAMETERS.test(sql))
      return session.connection.run(sql);
    const prepared = await session.connection.prepare(sql);
    try {
      bind(prepared, bindings ?? NO_BINDINGS);
      return await prepared.run();
    } finally {
      prepared.destroySync();
    }
  };

  const describe = async (sql: string, bindings?: Bindings): Promise<QueryColumns> => {
    if (bindings !== undefined) {
      // The types of a query with parameters are known only once they are bound.
      const result = await run(`select * from (${sql}\n) limit 0`, bindings);
      return { names: result.columnNames(), types: result.columnTypes() };
    }
    const prepared = await session.connection.prepare(sql);
    try {
      if (prepared.parameterCount > 0) bind(prepared, NO_BINDINGS);
      const columns = Array.from({ length: prepared.columnCount }, (_, index) => index);
      return {
        names: columns.map((index) => prepared.columnName(index)),
        types: columns.map((index) => prepared.columnType(index)),
      };
    } finally {
      prepared.destroySync();
    }
  };

  const transaction = async <T>(work: () => Promise<T>): Promise<T> => {
    await session.connection.run("begin transaction");
    try {
      const result = await work();
      await session.connection.run("commit");
      return result;
    } catch (error) {
      // A failed commit has already ended the transaction; the first error is the one to report.
      await session.connection.run("rollback").catch(() => undefined);
      undone += 1;
      throw error;
    }
  };

  const rehearse = async <T>(work: () => Promise<T>): Promise<T> => {
    await session.connection.run("begin transaction");
    try {
      return await work();
    } finally {
      await session.connection.run("rollback");
      undone += 1;
    }
  };

  // After a fatal error (a full disk, say) DuckDB refuses everything until the file is opened anew.
  const revive = async (error: unknown): Promise<void> => {
    if (!(error instanceof Error) || !/FATAL|has been invalidated/.test(error.message)) return;
    disconnect(session, ownsFile);
    session = await open();
  };

  return {
    catalog: session.catalog,
    run,
    describe,
    rows: (sql, values) =>
      noting(sql, async () => {
        const result = await session.connection.run(sql, values ? [...values] : undefined);
        const names = result.deduplicatedColumnNames();
        return chunksOf(result).flatMap((chunk) => chunk.getRowObjects(names));
      }),
    exclusive: (work) => {
      const turn = tail.then(work);
      tail = turn.catch(revive).catch(() => undefined);
      return turn;
    },
    transaction,
    rehearse,
    undone: () => undone,
    changes: () => changes,
    lane: () => engineOver(() => connectAgain(session), { ownsFile: false }),
    interrupt: () => session.connection.interrupt(),
    close: async () => {
      await tail;
      if (!ownsFile) return disconnect(session, false);
      // A checkpoint can fail on a full disk; the log beside the file still holds every commit.
      await session.connection.run("checkpoint").catch(() => undefined);
      disconnect(session, true);
    },
  };
}

/** All rows of a finished query. They are there: to ask for each chunk on the engine's threads takes longer than a small query. */
export function chunksOf(result: DuckDBMaterializedResult): readonly DuckDBDataChunk[] {
  return Array.from({ length: result.chunkCount }, (_, index) => result.getChunk(index));
}

/** Statements that change nothing that lasts. */
const READS =
  /^\s*(select|with|from|explain|describe|set|reset|begin|commit|rollback|checkpoint|pragma)\b/i;

/** A parameter is `$1` or `$name`; the `$.path` of most queries is none, and needs no second round to the engine. */
const MAY_HAVE_PARAMETERS = /\$\w/;

const NO_BINDINGS: Bindings = { values: {}, types: {} };

function bind(prepared: DuckDBPreparedStatement, { values, types }: Bindings): void {
  for (let index = 1; index <= prepared.parameterCount; index += 1) {
    const name = prepared.parameterName(index);
    const key = Object.keys(values).find((known) => known.toLowerCase() === name.toLowerCase());
    if (key === undefined) throw new Error(`Query parameter '${name}' not found`);
    prepared.bindValue(index, values[key] ?? null, types[key]);
  }
}
