/**
 * Imports internal modules of the precompute worker and of the emulated model by path, because their packages do not
 * export them.
 */
import type * as Learning from "../../../../apps/precompute/src/aliases/LearningPass.ts"
import type * as Record from "../../../../apps/precompute/src/aliases/LearningRecord.ts"
import type * as Index from "../../../../apps/precompute/src/aliases/QuestionIndex.ts"
import type * as Load from "../../../../apps/precompute/src/spending/CustomerPriority.ts"

/** Of the local model: typed here, because its package is not built for others. */
interface LocalModel {
  readonly pairVerdict: (text: string) => "SAME" | "DIFFERENT" | undefined
  readonly embed: (
    text: string,
    options: { readonly dimensions: 256; readonly normalize: boolean },
  ) => Array<number>
}

const from = (folder: string) => (file: string) =>
  import(new URL(`../../../../${folder}/${file}`, import.meta.url).href)
const worker = from("apps/precompute/src")
const local = from("tooling/local-aws/src/bedrock")

const pass: typeof Learning = await worker("aliases/LearningPass.ts")
export const makeLearning: (typeof Learning)["makeLearning"] = pass.makeLearning
export const { LearningRecord }: typeof Record = await worker("aliases/LearningRecord.ts")
export const { QuestionIndex }: typeof Index = await worker("aliases/QuestionIndex.ts")
export const { CustomerLoad }: typeof Load = await worker("spending/CustomerPriority.ts")
export const { pairVerdict }: LocalModel = await local("PairVerdict.ts")
export const { embed }: LocalModel = await local("embedding/Embedding.ts")
