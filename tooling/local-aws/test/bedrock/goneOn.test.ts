/** Policies that a question means by what the answer before it told. */
import { readConverse } from "@manga-assist/bedrock-emulator/services"
import { expect, it } from "vitest"
import { policiesGoneOn } from "../../src/bedrock/GoneOn.ts"
import { readPrompt } from "../../src/bedrock/PromptReader.ts"

const policies = `<policies>
shipping.en: It costs ¥350 and is free from ¥3,000.
preorder.en: Pre-orders are charged when they ship.
returns.en: Damaged items are replaced at our cost within 30 days.
digital.en: Digital editions open right after payment.
</policies>`

const gone = (before: string, question: string) =>
  policiesGoneOn(
    readPrompt(
      readConverse({
        system: [{ text: policies }],
        messages: [
          { role: "user", content: [{ text: "?" }] },
          { role: "assistant", content: [{ text: before }] },
          { role: "user", content: [{ text: `<question locale="en">\n${question}\n</question>` }] },
        ],
      }),
    ),
  )

it.each([
  ["You can pre-order it now.", "Will I be charged at once?", ["preorder"]],
  ["ご予約いただけます。", "いつ届くの", ["preorder"]],
  ["It costs ¥350 and is free from ¥3,000.", "and above which amount do I not pay", ["shipping"]],
  ["The digital edition costs ¥495.", "do I get it instantly", ["digital"]],
  ["破損の場合は交換いたします。", "いつまでに連絡すりゃいいの", ["returns"]],
  ["Damaged items are replaced at our cost.", "how soon must I tell you?", ["returns"]],
  ["Swan has 21 volumes.", "Will I be charged at once?", []],
  ["You can pre-order it now.", "Who wrote it?", []],
])("after %s: %s", (before, question, topics) => {
  expect(gone(before, question)).toEqual(topics)
})
