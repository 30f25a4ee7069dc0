/** Where keys are read from may say anything, for as long as it likes. */
import { createServer } from "node:http"
import { once } from "node:events"
import { it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
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

it.effect("an address that says nothing is left after three seconds", () =>
  Effect.gen(function* () {
    const silent = createServer().listen(0, "127.0.0.1")
    yield* Effect.promise(() => once(silent, "listening"))
    const address = silent.address()
    const port = typeof address === "object" ? address?.port : 0
    const place = `http://127.0.0.1:${port}/keys.json`
    const reading = yield* Effect.forkChild(Effect.flip(readKeys(place)), {
      startImmediately: true,
    })
    yield* Effect.promise(() => once(silent, "request"))
    yield* TestClock.adjust("3 seconds")
    expect((yield* Fiber.join(reading)).message).toMatch(/within 3000 ms$/)
    silent.close()
    silent.closeAllConnections()
  }),
)
