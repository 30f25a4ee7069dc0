/** What a page pays for the client. */
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { rolldown } from "rolldown"
import { expect, it } from "vitest"

it("is at most 6 KiB compressed, and needs nothing else", async () => {
  const build = await rolldown({
    input: fileURLToPath(new URL("../src/index.ts", import.meta.url)),
  })
  const { output } = await build.generate({ minify: true })
  await build.close()
  const [{ code, imports }] = output
  expect({ imports, files: output.length }).toEqual({ imports: [], files: 1 })
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(6 * 1_024)
})
