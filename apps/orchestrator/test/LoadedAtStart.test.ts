/** What is loaded apart from the rest is loaded while the server starts: a module keeps everybody waiting meanwhile. */
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const root = fileURLToPath(new URL("../src/", import.meta.url))

it("no request loads a module", () => {
  const loading = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => /(?:await|=>) import\(/.test(readFileSync(`${root}${file}`, "utf8")))
  // Of a layer where a gateway is in front, of the program itself, of the transport that is chosen.
  expect(loading.toSorted()).toEqual([
    "gateway/GatewayPoster.ts",
    "main.ts",
    "transport/UwsSocketServer.ts",
  ])
})
