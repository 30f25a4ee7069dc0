import { expect, it } from "vitest"
import type { BedrockReason } from "../../../packages/connections/src/bedrock/BedrockError.ts"
import type { ConnectionReason } from "../../../packages/connections/src/requests/ConnectionError.ts"
import { english } from "../src/words/English.ts"
import { japanese } from "../src/words/Japanese.ts"
import { outcomeIn } from "../src/words/Outcomes.ts"

const inEnglish = (outcome: string) => outcomeIn("en", english.degraded, outcome)
const inJapanese = (outcome: string) => outcomeIn("ja", japanese.degraded, outcome)

/** A new reason of a call's end does not compile until it stands here. */
const reasons: Readonly<Record<BedrockReason | ConnectionReason, true>> = {
  throttled: true,
  truncated: true,
  "first-token-timeout": true,
  "gap-timeout": true,
  "model-error": true,
  validation: true,
  "access-denied": true,
  unavailable: true,
  connection: true,
  certificate: true,
  aborted: true,
  timeout: true,
  refused: true,
  "invalid-reply": true,
  rejected: true,
  "conditional-check-failed": true,
  "not-configured": true,
}
const others = [
  "ok hit miss unreadable exact canonical alias precomputed stale outdated invalidated switched-off busy followed outrun",
  "draft draft-failed none empty complete cancelled unfinished not-followed failed records-late records-cut facts-late facts-cut",
].flatMap((line) => line.split(" "))

it.each([...Object.keys(reasons), ...others])("says %s in words, in both languages", (outcome) => {
  expect(inJapanese(outcome)).not.toBe(outcome)
  expect(inEnglish(outcome)).not.toMatch(/[a-z]-[a-z]/)
})

it("says which reads were missing, and keeps what it does not know", () => {
  expect(inEnglish("conversation late, trending none")).toBe(
    "the conversation came too late, what is popular not read ahead",
  )
  expect(inEnglish("of-tomorrow")).toBe("of-tomorrow")
  expect(inJapanese("customer failed")).toBe("お客様の情報を読めませんでした")
})
