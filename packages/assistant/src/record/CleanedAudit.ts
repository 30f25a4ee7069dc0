/**
 * What of a turn may stand in the audit, also on its way there: texts without personal data and secrets, and the session
 * as a keyed hash, because whoever reads the audit must not be able to open it.
 */
import { keyedHash, redactText } from "@manga-assist/async-sinks"
import { wrongValue } from "@manga-assist/process"
import { Config, Effect, Option } from "effect"
import { LRUCache } from "lru-cache"
import { randomUUID } from "node:crypto"
import type { AuditRecord } from "./SinkRecords.ts"

/** Order numbers in any case, width and dash. */
const orderIds = /(?<![a-z0-9])ma[\s\-‐‑‒–—−ー]{0,2}\d{2}[\s\-‐‑‒–—−ー]{0,2}\d{4}(?!\d)/giu

/** `SINK_HASH_KEY`, or one that ends with the process: nobody can follow a session beyond it then. */
const hashKey = Effect.gen(function* () {
  const given = yield* Config.option(Config.NonEmptyString("SINK_HASH_KEY"))
  const key = Option.getOrElse(given, () => randomUUID())
  if (Buffer.byteLength(key) < 16) {
    return yield* Effect.fail(wrongValue("SINK_HASH_KEY", "must have 16 bytes or more", "***"))
  }
  return keyedHash(key)
})

export const cleanedAudit = Effect.map(hashKey, (hash) => {
  const clean = (text: string) => redactText(text, { orderIds })
  // Answers from the cache come again and again, and who has asked once asks again.
  const answers = new LRUCache<string, string>({ max: 1_000, memoMethod: clean })
  const sessions = new LRUCache<string, string>({ max: 10_000, memoMethod: hash })
  return (record: AuditRecord): AuditRecord => ({
    ...record,
    session: sessions.memo(record.session),
    question: clean(record.question),
    answer: answers.memo(record.answer),
  })
})
