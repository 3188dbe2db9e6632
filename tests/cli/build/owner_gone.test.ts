/** A build that goes through another process ends as a network does that fails: 75 and a sentence, no fault of ours. */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { expect, it } from "@jest/globals";

import { runActions } from "../../../cli/build/local_build.ts";
import { openWarehouse } from "../../../cli/shared/open_warehouse.ts";
import { TransportError } from "../../../ingest/errors.ts";
import { ended, startOther } from "../../local/warehouse/support/other.ts";

it("a build whose owner was killed may be run again", async () => {
  const home = mkdtempSync(path.join(os.tmpdir(), "owner-gone-"));
  const owner = startOther(home);
  try {
    await owner.says();
    const warehouse = await openWarehouse({ warehouse: "local", home });
    const { local } = warehouse;
    if (local === null) throw new RangeError("this test needs the local warehouse");
    owner.process.kill("SIGKILL");
    await ended(owner.process);
    const request = { actions: [], sources: [], all: false, fullRefresh: false };
    const built = runActions(request, { local });
    await expect(built).rejects.toThrow(TransportError);
    await expect(built).rejects.toThrow(
      "The process that has the warehouse open went away: tables that were not reached are as they were; run build again.",
    );
    await warehouse.close();
  } finally {
    owner.process.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  }
});
