/** Entry point of `pnpm local-aws`: hears signals while the program, `Program.ts`, still loads. */
import { loadAndStart } from "@manga-assist/process/load"

await loadAndStart(() => import("./Program.ts"))
