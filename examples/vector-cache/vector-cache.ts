/**
 * Example: a semantic cache in a vector set of Redis 8, and its false hits on labelled questions: as it is, with
 * `@manga-assist/answer-audit` around it, with `@manga-assist/language` behind it, and with both.
 *
 * A hit is false where the stored question has another label than the asked one.
 */
import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime"
import { auditedCache, type CachedHit } from "@manga-assist/answer-audit/promise"
import { makeQuestionReader } from "@manga-assist/language"
import { Redis } from "ioredis"
import { readFileSync } from "node:fs"

type Labelled = ReadonlyArray<readonly [question: string, meaning: string]>
const { answers, asked, stored } = JSON.parse(
  readFileSync(new URL("questions.json", import.meta.url), "utf8"),
) as { answers: Record<string, string>; asked: Labelled; stored: Labelled }
const meanings = new Map([...stored, ...asked])
/** In the place of the model, which is right. */
const answer = (question: string) => answers[meanings.get(question) ?? ""] ?? ""

const redis = new Redis(process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379")
const bedrock = new BedrockRuntimeClient({ maxAttempts: 2 })
/** Of this run alone, and removed at its end. */
const key = `vector-cache-example:${process.pid}`
/** Of cosine similarity, as Redis gives it from 0 to 1. */
const near = 0.85

const embed = async (inputText: string): Promise<Buffer> => {
  const body = JSON.stringify({ inputText, dimensions: 512 })
  const reply = await bedrock.send(
    new InvokeModelCommand({ modelId: "amazon.titan-embed-text-v2:0", body }),
  )
  const { embedding } = JSON.parse(reply.body.transformToString()) as { embedding: Array<number> }
  return Buffer.from(new Float32Array(embedding).buffer)
}
const texts = [...meanings.keys()]
const vectors = new Map(
  await Promise.all(texts.map(async (text) => [text, await embed(text)] as const)),
)
const vectorOf = (text: string): Buffer => vectors.get(text) ?? Buffer.alloc(0)
for (const [question] of stored) {
  await redis.call("VADD", key, "FP32", vectorOf(question), question)
}
/** The cache as it is: the nearest question's answer. */
const nearest = async (question: string): Promise<CachedHit | undefined> => {
  const reply = await redis.call("VSIM", key, "FP32", vectorOf(question), "WITHSCORES", "COUNT", 1)
  const [found, score] = reply as [string, string]
  return Number(score) < near ? undefined : { question: found, answer: answer(found) }
}

const { read } = makeQuestionReader({
  words: `
_: please; the; is; in; it
PRICE: how much
STOCK: in stock; available
SIZES: size
MINE: my`,
  names: [
    { kind: "MODEL", value: "road-runner", spelling: "Road Runner" },
    { kind: "MODEL", value: "hill-climber", spelling: "Hill Climber" },
  ],
  rewrites: `SIZES NUM => SIZE:$2`,
  shapes: `
price: MODEL PRICE SIZE
stock: MODEL STOCK SIZE`,
  slots: { MODEL: "set", SIZE: "set" },
  silent: ["_"],
  refused: { MINE: "speaks of the person" },
})
const formOf = (question: string) => {
  const reading = read(question)
  return reading.known ? reading.form : undefined
}
/** Only where both are known to be the same question. */
const sameForm = async (question: string) => {
  const form = formOf(question)
  const hit = form === undefined ? undefined : await nearest(question)
  return hit !== undefined && formOf(hit.question) === form ? hit : undefined
}
/** The same for what the grammar reads; what it does not is the audit's, in a group of its own. */
const formOrNear = async (question: string) => {
  if (formOf(question) !== undefined) return sameForm(question)
  const hit = await nearest(question)
  return hit && { ...hit, group: "unread" }
}

const rounds = 20
type Lookup = (question: string) => PromiseLike<CachedHit | undefined>
const measure = async (name: string, lookup: Lookup, idle = async () => {}) => {
  let [hits, wrong] = [0, 0]
  for (let round = 0; round < rounds; round += 1) {
    for (const [question, meaning] of asked) {
      const hit = await lookup(question)
      if (hit === undefined) continue
      hits += 1
      if (meanings.get(hit.question) !== meaning) wrong += 1
      await idle()
    }
  }
  console.log(`${name}: ${wrong} of ${hits} hits false, ${hits} of ${rounds * asked.length} hit`)
}
const audited = (lookup: Lookup) =>
  auditedCache({ lookup, answer, share: 1, maxAnswersPerHour: 10_000 })

await measure("the vector set alone", nearest)
for (const [name, lookup] of [
  ["with answer-audit", nearest],
  ["with both", formOrNear],
] as const) {
  await using cache = await audited(lookup)
  await measure(name, cache.lookup, cache.idle)
}
await measure("with language", sameForm)
await redis.del(key)
await redis.quit()
bedrock.destroy()
