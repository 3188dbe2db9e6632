/** Whether the folders that are written to exist or can be made, are this user's, and have room. */

import os from "node:os";
import path from "node:path";

import type { Disk } from "./effects.ts";
import { type Finding, look, ok, wrong } from "./finding.ts";

/** A build of a year of 40 keys needs about a gigabyte, a sync alone far less. */
const ROOM = 1_000_000_000;
const LEAST_ROOM = 100_000_000;

/** The warehouse's folder, of which the nearest one above counts as long as it does not exist. */
export async function homeCheck(home: string, disk: Disk): Promise<Finding> {
  const found = await nearest(home, disk);
  if ((await disk.kind(found)) === "file") {
    const remedy = "point AI_SPEND_HOME to a folder of your own";
    return wrong("disk", `${found} is a file where the warehouse needs a folder: ${remedy}.`);
  }
  if (!(await disk.isWritable(found))) {
    const remedy = "change its owner or mode, or point AI_SPEND_HOME to a folder of your own";
    return wrong("disk", `${found} cannot be written: ${remedy}.`);
  }
  return room(found, home, disk);
}

/** Dataform's credentials file, which names the project and no more, is written there for each build. */
export async function temporaryCheck(disk: Disk): Promise<Finding> {
  const folder = os.tmpdir();
  if ((await disk.kind(folder)) !== "folder" || !(await disk.isWritable(folder))) {
    return wrong("disk", `${folder} cannot be written: let TMPDIR name a folder that can.`);
  }
  return room(folder, folder, disk);
}

async function room(folder: string, meant: string, disk: Disk): Promise<Finding> {
  const bytes = await disk.freeBytes(folder);
  const free = `${(bytes / 1e9).toFixed(1)} GB free`;
  if (bytes >= ROOM) return ok("disk", `${meant} can be written, ${free}.`);
  const says = `The disk of ${meant} has ${free}: make room, 1 GB for a year of 40 keys`;
  return bytes < LEAST_ROOM ? wrong("disk", `${says}.`) : look("disk", `${says}.`);
}

async function nearest(folder: string, disk: Disk): Promise<string> {
  for (let here = folder; ; here = path.dirname(here)) {
    if (here === path.dirname(here) || (await disk.kind(here)) !== null) return here;
  }
}
