/**
 * The command in one piece, with all that it needs of Effect, so that `npx` installs the AWS clients alone.
 *
 * It lies in `dist` itself: the price lists are found from there.
 */
import { defineConfig } from "rolldown"

export default defineConfig({
  input: "dist/main.js",
  platform: "node",
  external: [/^@aws-sdk\//, "ipaddr.js"],
  output: { dir: "dist", entryFileNames: "command.js", chunkFileNames: "command-[name].js" },
})
