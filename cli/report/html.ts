/** The one HTML file: style, script and data inside, and a policy that lets nothing else run or load. Pure. */

import { createHash } from "node:crypto";

import type { PageParts } from "./bundle.ts";
import type { ReportContent } from "./read_report.ts";
import { packTrees } from "./trees.ts";

/** What is in the file is all that it may use: no request can leave, no other script can run. */
export function reportHtml(content: ReportContent, parts: PageParts): string {
  const bare = htmlWith("", content, parts);
  const left = MOST_BYTES - Buffer.byteLength(bare);
  return content.trees.size === 0 ? bare : htmlWith(packTrees(content.trees, left), content, parts);
}

/** Below the 5 MB that a mail takes everywhere. */
const MOST_BYTES = 4_900_000;

function htmlWith(
  trees: string,
  { data, facts }: ReportContent,
  { script, style }: PageParts,
): string {
  const code = script.replaceAll("</script", "<\\/script");
  const policy = [
    "default-src 'none'",
    `script-src '${hash(code)}'`,
    `style-src '${hash(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>AI spend</title>
<style>${style}</style>
</head>
<body>
<noscript>This report draws itself with the script inside this file: allow scripts for it.</noscript>
<div id="page"></div>
<script type="application/json" id="report-data">${jsonText(data)}</script>
<script type="text/plain" id="report-facts">${facts}</script>
<script type="text/plain" id="report-trees">${trees}</script>
<script>${code}</script>
</body>
</html>
`;
}

/** JSON in which no name can end the element that holds it. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
