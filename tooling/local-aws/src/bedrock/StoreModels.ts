/**
 * The models of the emulated Bedrock for the store: the chat model, which tells what the prompt holds, or judges whether
 * two questions are the same where the prompt asks that; embeddings made from the demo catalogue; and the store's
 * guardrail (`guardrail-policy.json`).
 */
import { type Models } from "@manga-assist/bedrock-emulator/services"
import { compose } from "./Composer.ts"
import { embed } from "./embedding/Embedding.ts"
import guardrailPolicy from "./guardrail-policy.json" with { type: "json" }
import { looksJapanese } from "./Language.ts"
import { pairVerdict } from "./PairVerdict.ts"
import { questionOf, readPrompt } from "./PromptReader.ts"

/** `verdictMs`: until the guardrail's verdict on what a model says in a stream; it is not judged when absent. */
export const storeModels = (verdictMs?: number): Models => ({
  answers: ({ now, question, request }) => {
    const day = new Date(now).toISOString().slice(0, 10)
    return { text: pairVerdict(question) ?? compose(readPrompt(request, day)) }
  },
  embedder: embed,
  guardrails: [
    {
      ...guardrailPolicy,
      blocked: (text) => guardrailPolicy.blocked[looksJapanese(text) ? "ja" : "en"],
      ...(verdictMs !== undefined && { outputMs: verdictMs }),
    },
  ],
  questionOf,
})
