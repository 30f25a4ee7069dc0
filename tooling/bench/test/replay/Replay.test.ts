import { once } from "node:events"
import { createServer } from "node:http"
import { expect, it } from "vitest"
import { replay } from "../../src/replay/Replay.ts"

it("measures no fault: it refuses while one is on, and leaves the emulators as they are", async () => {
  const asked: Array<string> = []
  const emulators = createServer(({ method, url }, reply) => {
    asked.push(`${method} ${url}`)
    reply.end('[{"service":"redis","kind":"refuse"}]')
  }).listen(0, "127.0.0.1")
  await once(emulators, "listening")
  const address = emulators.address()
  const admin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  const steps: Array<object> = []
  const options = {
    services: { admin, environment: {} },
    folder: "/nowhere",
    questions: 1,
    onStep: (step: object) => steps.push(step),
  }
  await expect(replay(options)).rejects.toThrow(/a fault is on/)
  expect(asked).toEqual(["GET /faults"])
  expect(steps).toEqual([])
  emulators.close()
})
