/** Entry point of the chat server: hears signals while the program, `Program.ts`, still loads. */
import { loadAndStart } from "@manga-assist/process/load"

await loadAndStart(() => import("./Program.ts"))
