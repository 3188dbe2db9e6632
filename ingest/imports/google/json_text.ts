/** What JavaScript takes in JSON and a load job does not: a name twice in an object, and half of a character. Pure. */

const PIECE = /["{}]/g;
const COLON = /[ \t]*:/y;

/** Goes on from the line: "has …"; null for text that a load job takes. The text is valid JSON. */
export function refusedJson(json: string): string | null {
  const open: Set<string>[] = [];
  let at = nextPiece(json, 0);
  while (at >= 0) {
    const end = json[at] === '"' ? endOfText(json, at) : at + 1;
    if (json[at] === "{") open.push(new Set());
    else if (json[at] === "}") open.pop();
    else {
      const quoted = json.slice(at, end);
      const text = quoted.includes("\\") ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
      if (/\p{Surrogate}/u.test(text)) {
        return "has half of a character (\\ud800 to \\udfff without its other half): correct the text";
      }
      const names = open.at(-1);
      if (names !== undefined && isName(json, end)) {
        if (names.has(text)) return "has a column twice in one object: keep one of the two";
        names.add(text);
      }
    }
    at = nextPiece(json, end);
  }
  return null;
}

function nextPiece(json: string, from: number): number {
  PIECE.lastIndex = from;
  return PIECE.exec(json)?.index ?? -1;
}

function isName(json: string, end: number): boolean {
  COLON.lastIndex = end;
  return COLON.test(json);
}

/** After the quote that closes a text: the first that an even number of backslashes stands before. */
function endOfText(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === "\\") at += 1;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}
