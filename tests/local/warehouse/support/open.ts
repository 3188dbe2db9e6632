/**
 * A process that opens the warehouse in the folder of its first argument and says how: one JSON line
 * `{"url":…,"owned":…}`. It closes at the end of its stdin and then says `{"closed":true}`.
 */

import { openWarehouse } from "../../../../local/warehouse/index.ts";

async function main(): Promise<void> {
  const warehouse = await openWarehouse({ home: process.argv[2] ?? "" });
  console.log(JSON.stringify({ url: warehouse.url, owned: warehouse.owned }));
  process.stdin.resume();
  process.stdin.on("end", () => {
    void warehouse.close().then(() => console.log(JSON.stringify({ closed: true })));
  });
}

main().catch((error: unknown) => {
  console.log(JSON.stringify({ name: (error as Error).name, message: (error as Error).message }));
  process.exitCode = 1;
});
