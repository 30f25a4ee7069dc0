import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { elasticMqServer } from "../src/index.ts"

const ask = (url: string, parameters: Record<string, string>) =>
  Effect.promise(async () => {
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(parameters) })
    return { status: answer.status, text: await answer.text() }
  })

// The first run on a machine fetches the jars.
it.live(
  "keeps a queue",
  () =>
    Effect.gen(function* () {
      const { url } = yield* elasticMqServer
      const made = yield* ask(url, { Action: "CreateQueue", QueueName: "things" })
      assert.strictEqual(made.status, 200)
      const queue = `${url}/000000000000/things`
      yield* ask(queue, { Action: "SendMessage", MessageBody: "hello" })
      const { text } = yield* ask(queue, { Action: "ReceiveMessage" })
      assert.include(text, "<Body>hello</Body>")
    }),
  360_000,
)
