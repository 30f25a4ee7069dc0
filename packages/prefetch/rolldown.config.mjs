/** The entry without Effect in one piece, with all that it needs of Effect, so that its users install none. */
import { defineConfig } from "rolldown"

export default defineConfig({
  input: "dist/promise.js",
  platform: "node",
  external: [/^@manga-assist\//],
  output: { dir: "dist", entryFileNames: "promise-alone.js" },
})
