/** Where keys are read from may say anything, for as long as it likes. */
import { createServer } from "node:http"
import { once } from "node:events"
import { Effect } from "effect"
import { expect, it } from "vitest"
import { readKeys } from "../../src/identity/KeySource.ts"

const refusal = (place: string) => Effect.runPromise(Effect.flip(readKeys(place)))

it("an address that never ends is left at 256 KiB", async () => {
  const endless = createServer((_, response) => {
    const more = () => {
      while (response.write("x".repeat(65_536)));
    }
    response.on("drain", more)
    more()
  }).listen(0, "127.0.0.1")
  await once(endless, "listening")
  const address = endless.address()
  const port = typeof address === "object" ? address?.port : 0
  const { message } = await refusal(`http://127.0.0.1:${port}/keys.json`)
  expect(message).toMatch(/larger than 256 KiB$/)
  endless.close()
  endless.closeAllConnections()
})

it("a file that never ends is left at 256 KiB", async () => {
  expect((await refusal("/dev/zero")).message).toMatch(/larger than 256 KiB$/)
})
