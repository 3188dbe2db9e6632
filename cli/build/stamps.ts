/** Whether somebody has saved a file of the project since it was last looked at. */

import { statSync } from "node:fs";
import path from "node:path";

import { compiledFiles } from "./compiler.ts";

/**
 * Another text after each save of a file, also one that puts back what was there, and one by another name that takes the
 * file's place; the words of the fault where the files cannot be listed.
 */
export function stampsOf(root: string): string {
  try {
    return compiledFiles(root)
      .map((file) => {
        const found = statSync(path.join(root, file), { bigint: true, throwIfNoEntry: false });
        return `${file} ${found?.ino} ${found?.size} ${found?.ctimeNs}`;
      })
      .join("\n");
  } catch (error) {
    return String(error);
  }
}
