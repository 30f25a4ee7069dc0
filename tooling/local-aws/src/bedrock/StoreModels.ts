/**
 * The models of the emulated Bedrock for the store: the chat model, which writes answers from the facts in the prompt,
 * or judges whether two questions are the same where the prompt asks that; embeddings that know the demo catalogue; and
 * the store's guardrail (`guardrail-policy.json`).
 */
import { catalogueConcepts } from "./embedding/CatalogueNames.ts"
import { type Models } from "@manga-assist/bedrock-emulator/services"
import { compose } from "./Composer.ts"
import { makeEmbedder } from "./embedding/Embedding.ts"
import guardrailPolicy from "./guardrail-policy.json" with { type: "json" }
import { looksJapanese } from "./Language.ts"
import { pairVerdict } from "./PairVerdict.ts"
import { readPrompt } from "./PromptReader.ts"

export const storeModels = (seed: number): Models => ({
  answers: ({ model, now, question, request }) => ({
    text:
      pairVerdict(question) ??
      compose(readPrompt(request), {
        seed,
        family: model.family,
        today: new Date(now).toISOString().slice(0, 10),
      }),
  }),
  embedder: makeEmbedder(catalogueConcepts),
  guardrails: [
    {
      ...guardrailPolicy,
      blocked: (text) => guardrailPolicy.blocked[looksJapanese(text) ? "ja" : "en"],
    },
  ],
  questionOf: (request) => readPrompt(request).question,
})
