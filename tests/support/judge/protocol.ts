/**
 * The engine's requests and answers as bytes. The options are those under which it behaves like
 * BigQuery; they are encoded once, since every request repeats them.
 */

import path from "node:path";

import protobuf, { type Root } from "protobufjs";

import { type Engine, enginePath } from "./engine.ts";
import { JudgeError } from "./error.ts";
import { type Column, fromTypeProto, toTypeProto, type TypeProto } from "./types.ts";
import { fieldsOf, messagesOf } from "./wire.ts";

const SERVICE = "zetasql.local_service";

/** A table or a script variable as a query sees it; a variable has one value, already encoded. */
export interface Catalog {
  readonly tables: ReadonlyMap<string, readonly Column[]>;
  readonly constants: ReadonlyMap<string, { readonly column: Column; readonly value: Uint8Array }>;
}

export interface Protocol {
  readonly analyzeRequest: (sql: string, catalog: Catalog) => Uint8Array;
  readonly evaluateRequest: (
    sql: string,
    catalog: Catalog,
    contents: ReadonlyMap<string, Uint8Array>,
  ) => Uint8Array;
  readonly parseRequest: (sql: string) => Uint8Array;
  /** The columns of a query, none for another statement. */
  readonly readAnalysis: (answer: Uint8Array) => readonly Column[];
  /** The resolved statement of an analysis as plain objects. */
  readonly readResolved: (answer: Uint8Array) => object;
  readonly readEvaluation: (answer: Uint8Array) => {
    readonly columns: readonly Column[];
    readonly content: Uint8Array;
  };
  /** The syntax tree, in which a node's name is a key; what a node does not have is null. */
  readonly readParse: (answer: Uint8Array) => object;
}

type Json = Readonly<Record<string, unknown>>;

/** The package's protobuf definitions, read once for all judges of a test file. */
let definitions: Root | null = null;

/**
 * Reads the package's protobuf definitions and asks the engine for its own defaults.
 * @param timeZone what BigQuery calls the project's default_time_zone
 */
export async function loadProtocol(engine: Engine, timeZone: string): Promise<Protocol> {
  const root = (definitions ??= loadRoot());
  const message = (name: string) =>
    root.lookupType(name.includes(".") ? name : `${SERVICE}.${name}`);
  const encode = (name: string, value: Json): Uint8Array =>
    message(name).encode(message(name).fromObject(value)).finish();
  const decode = (name: string, bytes: Uint8Array): Json =>
    message(name).toObject(message(name).decode(bytes), { enums: String });

  const language = languageOptions(
    decode(
      "zetasql.LanguageOptionsProto",
      await engine.call(
        "GetLanguageOptions",
        encode("LanguageOptionsRequest", { maximum_features: true }),
      ),
    ),
  );
  const defaults = decode(
    "zetasql.AnalyzerOptionsProto",
    await engine.call("GetAnalyzerOptions", new Uint8Array()),
  );
  const languageBytes = encode("zetasql.LanguageOptionsProto", language);
  const optionBytes = encode(
    "zetasql.AnalyzerOptionsProto",
    analyzerOptions(defaults, language, timeZone),
  );
  const builtinBytes = encode("zetasql.SimpleCatalogProto", {
    name: "judge",
    builtin_function_options: { language_options: language },
  });

  const catalogBytes = ({ tables, constants }: Catalog): Uint8Array => {
    const table = [...tables].map(([name, columns], index) => ({
      name,
      serialization_id: index + 1,
      column: columns.map((column) => ({ name: column.name, type: toTypeProto(column.type) })),
    }));
    const variables = [...constants].map(([name, { column, value }]) => {
      const head = encode("zetasql.SimpleConstantProto", {
        name_path: [name],
        type: toTypeProto(column.type),
      });
      const constant = joined(head, new protobuf.Writer().uint32(26).bytes(value).finish());
      return new protobuf.Writer().uint32(82).bytes(constant).finish();
    });
    return joined(builtinBytes, encode("zetasql.SimpleCatalogProto", { table }), ...variables);
  };
  return {
    parseRequest: (sql) =>
      new protobuf.Writer().uint32(10).string(sql).uint32(18).bytes(languageBytes).finish(),
    analyzeRequest: (sql, catalog) =>
      new protobuf.Writer()
        .uint32(10)
        .bytes(optionBytes)
        .uint32(18)
        .bytes(catalogBytes(catalog))
        .uint32(42)
        .string(sql)
        .finish(),
    evaluateRequest: (sql, catalog, contents) => {
      const writer = new protobuf.Writer().uint32(10).string(sql).uint32(18).bytes(optionBytes);
      writer.uint32(34).bytes(catalogBytes(catalog));
      for (const [name, bytes] of contents) {
        writer.uint32(58).fork().uint32(10).string(name);
        writer.uint32(18).fork().uint32(10).bytes(bytes).ldelim().ldelim();
      }
      return writer.finish();
    },
    readAnalysis: (answer) => {
      // The tree is thousands of nodes, of which the list of columns is a few.
      const inside = (bytes: Uint8Array, name: string, field: string) =>
        messagesOf(bytes, message(name).fields[field]?.id);
      const outputs = inside(answer, "AnalyzeResponse", "resolved_statement")
        .flatMap((any) =>
          inside(any, "zetasql.AnyResolvedStatementProto", "resolved_query_stmt_node"),
        )
        .flatMap((query) => inside(query, "zetasql.ResolvedQueryStmtProto", "output_column_list"))
        .map((bytes) => decode("zetasql.ResolvedOutputColumnProto", bytes) as unknown);
      return resultColumns(
        (outputs as OutputColumn[]).map(({ name = "", column }) => ({ name, type: column.type })),
      );
    },
    readResolved: (answer) => decode("AnalyzeResponse", answer),
    readEvaluation: (answer) => {
      const parts = fieldsOf(answer);
      const prepared = decode("PreparedQueryState", parts.get(2) ?? new Uint8Array());
      const content = fieldsOf(parts.get(1) ?? new Uint8Array()).get(1) ?? new Uint8Array();
      return { columns: resultColumns((prepared["columns"] ?? []) as EngineColumn[]), content };
    },
    readParse: (answer) => message("ParseResponse").decode(answer),
  };
}

interface EngineColumn {
  readonly name?: string;
  readonly type: TypeProto;
}

interface OutputColumn {
  readonly name?: string;
  readonly column: { readonly type: TypeProto };
}

/** Features that the engine has beyond BigQuery, whose fractions of a second have six digits, or that lose subtotals. */
const LEFT_OUT = ["FEATURE_TIMESTAMP_NANOS", "FEATURE_V_1_4_GROUPING_SETS"];

/** All features that BigQuery has and the engine executes. */
function languageOptions(defaults: Json): Json {
  const features = defaults["enabled_language_features"] as readonly string[];
  return {
    ...defaults,
    product_mode: "PRODUCT_EXTERNAL",
    supported_statement_kinds: [],
    enabled_language_features: [
      ...features.filter((feature) => !LEFT_OUT.includes(feature)),
      "FEATURE_INTERVAL_TYPE",
    ],
  };
}

function analyzerOptions(defaults: Json, language: Json, timeZone: string): Json {
  const rewrites = defaults["enabled_rewrites"] as readonly string[];
  return {
    ...defaults,
    language_options: language,
    default_timezone: timeZone,
    enabled_rewrites: [...rewrites, "REWRITE_INLINE_SQL_FUNCTIONS"],
  };
}

/** BigQuery names an unnamed column by its position among them, and refuses a name that comes twice. */
function resultColumns(columns: readonly EngineColumn[]): readonly Column[] {
  const seen = new Set<string>();
  let unnamed = 0;
  return columns.map(({ name = "", type }) => {
    const isNamed = name !== "" && !name.startsWith("$");
    const given = isNamed ? name : `f${unnamed++}_`;
    if (seen.has(given.toLowerCase())) {
      throw new JudgeError(`Duplicate column names in the result are not supported: ${given}`);
    }
    seen.add(given.toLowerCase());
    return { name: given, type: fromTypeProto(type) };
  });
}

function loadRoot(): Root {
  const root = new protobuf.Root();
  const googles = path.dirname(
    path.dirname(enginePath("..", "..", "..", "..", "protobufjs", "x", "y")),
  );
  root.resolvePath = (_origin, target) => {
    if (path.isAbsolute(target)) return target;
    return target.startsWith("google/") ? path.join(googles, target) : enginePath("protos", target);
  };
  return root.loadSync("local_service.proto", { keepCase: true });
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
