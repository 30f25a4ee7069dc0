/**
 * The chat server of a misbehaving model, in this process: its sockets, its turn, its pool of connections over TLS. What
 * a turn needs besides the model is scripted.
 */
import { setTimeout as pause } from "node:timers/promises"
import { Turn } from "../../../../packages/assistant/src/turn/Turn.ts"
import type { ServerFrame } from "../../../../packages/protocol/src/ServerFrame.ts"
import { Context, Effect, Exit, Layer, Logger, Scope } from "effect"
import { layerWs } from "../../../../apps/orchestrator/src/transport/WsSocketServer.ts"
import { OrchestratorServer } from "../../../../apps/orchestrator/src/OrchestratorServer.ts"
import { ChatClient } from "../../../../apps/orchestrator/test/ChatClient.ts"
import { testLayer } from "../../../../apps/orchestrator/test/TestServer.ts"
import type { AnswerRecord } from "../../../../packages/assistant/src/answers/AnswerRecord.ts"
import { CachedAnswers } from "../../../../packages/assistant/src/answers/CachedAnswer.ts"
import { scriptedStore } from "../../../../packages/assistant/test/scriptedStore.ts"
import { passing } from "../../../../packages/assistant/test/tools/askStore.ts"
import { readConverse } from "../../../../packages/bedrock-emulator/src/services.ts"
import { AwsCredentials } from "../../../../packages/connections/src/aws/AwsCredentials.ts"
import { BedrockChat } from "../../../../packages/connections/src/bedrock/BedrockChat.ts"
import { BedrockTransport } from "../../../../packages/connections/src/bedrock/BedrockTransport.ts"
import { cert } from "../../../../packages/connections/test/certificate.ts"
import type { Behaviour } from "./Behaviour.ts"
import { type Heard, limits, type Seen } from "./Judge.ts"
import { type RawBedrock, startRawBedrock } from "./RawBedrock.ts"

/** The answer to the first may be kept for everybody; for the second, tools are offered. */
const questions = ["Recommend a seinen manga about Vikings", "Recommend a comedy for me"]

const keys = { accessKeyId: "local", secretAccessKey: "local-secret" }

const open = Effect.fnUntraced(function* (model: RawBedrock) {
  process.env["AWS_REGION"] = "ap-northeast-1"
  process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = model.origin
  const bedrock = yield* Layer.build(
    BedrockChat.layer.pipe(
      Layer.provideMerge(BedrockTransport.layerWith({ ca: cert })),
      Layer.provide(Layer.succeed(AwsCredentials, () => Promise.resolve(keys))),
      Layer.fresh,
    ),
  )
  const transport = Context.get(bedrock, BedrockTransport)
  const { converse } = Context.get(bedrock, BedrockChat)
  let calls = 0
  const chat = BedrockChat.of({
    converse: (request, listener) =>
      Effect.suspend(() => {
        calls += 1
        return converse(request, listener)
      }),
  })
  const environment = { LATENCY_BUDGET_MS: `${limits.budgetMs}` }
  const { layer, seen } = scriptedStore({ chat, finds: passing, environment })
  const services = yield* Layer.build(Layer.fresh(layer))
  const turn = { layer: Layer.succeed(Turn, Context.get(services, Turn)) }
  const server = yield* Layer.build(
    testLayer(layerWs, turn, [], {
      latencyBudgetMs: limits.budgetMs,
      turnLimitMs: limits.turnMs,
    }).pipe(Layer.fresh),
  )
  const { port } = Context.get(server, OrchestratorServer)
  /** Writes what was offered, as the sink does. */
  const keep = Effect.gen(function* () {
    const cache = yield* CachedAnswers
    const records = seen.recorded.answers.splice(0) as ReadonlyArray<AnswerRecord>
    for (const record of records) yield* cache.write(record.key, record.answer, record)
    return records.length
  }).pipe(Effect.provideContext(services), Effect.orDie)
  return { calls: () => calls, keep, port, transport }
})

let opened: Promise<unknown> = Promise.resolve()

/** One after another: the environment, where the address is found, is of the whole process. */
const inLine = <A>(task: () => Promise<A>): Promise<A> => {
  const done = opened.then(task)
  opened = done.catch(() => {})
  return done
}

const tickMs = 20

/** Milliseconds from now on in which this process could run: what it plays, the others of this run play too. */
const withoutStalls = () => {
  let ranMs = 0
  let lastAt = performance.now()
  const sinceMs = () => Math.min(performance.now() - lastAt, 2 * tickMs)
  const timer = setInterval(() => {
    ranMs += sinceMs()
    lastAt = performance.now()
  }, tickMs)
  return { now: () => ranMs + sinceMs(), stop: () => clearInterval(timer) }
}

const ask = async (port: number, text: string): Promise<Heard["frames"]> => {
  const client = await ChatClient.open(`ws://127.0.0.1:${port}/chat`)
  const frames: Array<Heard["frames"][number]> = []
  const clock = withoutStalls()
  client.socket.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString("utf8")) as ServerFrame
    frames.push({ frame, atMs: clock.now() })
  })
  client.message("m", text)
  await client.end("m").catch(() => {})
  // Whatever else would be said of it.
  await client.settled().catch(() => {})
  await client.close()
  clock.stop()
  return frames.filter(({ frame }) => frame.type !== "pong")
}

const refusalOf = (body: RawBedrock["asked"][number]): ReadonlyArray<string> => {
  try {
    readConverse(body)
    return []
  } catch (error) {
    return [String(error)]
  }
}

export const suffer = async (behaviour: Behaviour): Promise<Seen> => {
  const model = await startRawBedrock(behaviour)
  const scope = Effect.runSync(Scope.make())
  const run = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>) =>
    Effect.runPromise(effect.pipe(Scope.provide(scope), Effect.provide(Logger.layer([]))))
  try {
    const { calls, keep, port, transport } = await inLine(() => run(open(model)))
    const all = async (): Promise<ReadonlyArray<Heard>> => {
      const before = calls()
      const heard = await Promise.all(questions.map((text) => ask(port, text)))
      const [called, kept] = [calls() - before, await run(keep)]
      return heard.map((frames, at) => ({ frames, calls: called, kept: at === 0 ? kept : 0 }))
    }
    const ill = [...(await all()), ...(await all())]
    model.heal()
    const healed = await all()
    const left = () => transport.handler.stats().streams + transport.handler.stats().queued
    for (let waited = 0; left() > 0 && waited < 2_000; waited += 20) await pause(20)
    return {
      ill,
      healed,
      refusals: model.asked.flatMap(refusalOf),
      connections: model.connections.length,
      open: left(),
    }
  } finally {
    await Effect.runPromise(Scope.close(scope, Exit.void))
    await model.close()
  }
}
