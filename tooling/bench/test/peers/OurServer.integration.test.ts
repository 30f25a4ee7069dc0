import { redisServer } from "@manga-assist/real-servers"
import { Effect } from "effect"
import { expect, it } from "vitest"
import { type Laboratory, openLaboratory } from "../../src/connections/laboratory/Laboratory.ts"
import { startProcess } from "../../src/process/PinnedProcess.ts"
import { Chat } from "../../src/store/Chat.ts"
import type { PlainCalls } from "../../src/peers/PlainServer.ts"
import { modelIdOf } from "../../src/connections/clients/StreamShape.ts"

const shape = { deltas: 5, gapMs: 2, firstMs: 100 }
const model = modelIdOf(shape)

/** So many instances of our server on one Redis, each by its address. */
const withServers = (
  count: number,
  use: (laboratory: Laboratory, urls: ReadonlyArray<string>) => Promise<void>,
) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(redisServer(), ({ url: redisUrl }) =>
        Effect.promise(() =>
          (async () => {
            await using laboratory = await openLaboratory()
            const servers = await Promise.all(
              Array.from({ length: count }, () =>
                startProcess<PlainCalls>(import.meta.resolve("../../src/peers/OurServer.ts"), {
                  core: 0,
                  environment: { ...laboratory.environment, REDIS_URL: redisUrl },
                }),
              ),
            )
            try {
              const urls = await Promise.all(servers.map((server) => server.call("url")))
              await laboratory.stub.call("resetCounts")
              await use(laboratory, urls)
            } finally {
              await Promise.all(servers.map((server) => server.kill()))
            }
          })(),
        ),
      ),
    ),
  )

const ask = async (url: string, text: string, asked = model) => {
  using chat = await Chat.open(url)
  return await chat.ask(`${asked} ${text}`)
}

it(
  "asks the model once for the same question on two instances, and not again",
  () =>
    withServers(2, async ({ stub }, urls) => {
      const together = await Promise.all(
        urls.flatMap((url) => Array.from({ length: 10 }, () => ask(url, "the same"))),
      )
      expect(together.map(({ outcome }) => outcome)).toEqual(Array(20).fill("complete"))
      const later = await Promise.all(urls.map((url) => ask(url, "The same ")))
      expect(later.map(({ outcome }) => outcome)).toEqual(["complete", "complete"])
      expect((await stub.call("counts")).chats).toBe(1)
    }),
  60_000,
)

it(
  "tells a cut answer as an error each time, and keeps none",
  () =>
    withServers(1, async (_, [url = ""]) => {
      const cut = modelIdOf({ ...shape, isCut: true })
      const first = await ask(url, "cut off", cut)
      expect(first.outcome).toBe("error internal")
      expect((await ask(url, "cut off", cut)).outcome).toBe("error internal")
    }),
  60_000,
)
