/**
 * Of the worker's and of the local model's inside what is measured here: loaded by path, because the one offers
 * its passes and the other a server alone.
 */
import type * as LearningLedger from "../../../../apps/precompute/src/aliases/LearningLedger.ts"
import type * as LearningPass from "../../../../apps/precompute/src/aliases/LearningPass.ts"
import type * as MissedQuestions from "../../../../apps/precompute/src/aliases/MissedQuestions.ts"
import type * as QuestionIndex from "../../../../apps/precompute/src/aliases/QuestionIndex.ts"
import type * as RejectedPairs from "../../../../apps/precompute/src/aliases/RejectedPairs.ts"
import type * as CustomerLoad from "../../../../apps/precompute/src/CustomerLoad.ts"
import type * as Purchases from "../../../../apps/precompute/src/Purchases.ts"

const worker = new URL("../../../../apps/precompute/src/", import.meta.url)
const local = new URL("../../../local-aws/src/bedrock/", import.meta.url)
const load = (file: string, folder: URL) => import(new URL(file, folder).href)

/** Of the local model: typed here, because its package is not built for others. */
interface LocalModel {
  readonly pairVerdict: (text: string) => "SAME" | "DIFFERENT" | undefined
  readonly catalogueConcepts: { readonly conceptsOf: (text: string) => ReadonlyArray<string> }
  readonly makeEmbedder: (
    lexicon: LocalModel["catalogueConcepts"],
  ) => (
    text: string,
    options: { readonly dimensions: 256; readonly normalize: boolean },
  ) => Array<number>
}

const [learning, ledger, missed, index, rejected, customers, purchases]: [
  typeof LearningPass,
  typeof LearningLedger,
  typeof MissedQuestions,
  typeof QuestionIndex,
  typeof RejectedPairs,
  typeof CustomerLoad,
  typeof Purchases,
] = [
  await load("aliases/LearningPass.ts", worker),
  await load("aliases/LearningLedger.ts", worker),
  await load("aliases/MissedQuestions.ts", worker),
  await load("aliases/QuestionIndex.ts", worker),
  await load("aliases/RejectedPairs.ts", worker),
  await load("CustomerLoad.ts", worker),
  await load("Purchases.ts", worker),
]

const [verdict, embedding, names]: [
  Pick<LocalModel, "pairVerdict">,
  Pick<LocalModel, "makeEmbedder">,
  Pick<LocalModel, "catalogueConcepts">,
] = [
  await load("PairVerdict.ts", local),
  await load("Embedding.ts", local),
  await load("CatalogueNames.ts", local),
]

export const makeLearning: (typeof LearningPass)["makeLearning"] = learning.makeLearning
export const learningServices: {
  readonly LearningLedger: (typeof LearningLedger)["LearningLedger"]
  readonly MissedQuestions: (typeof MissedQuestions)["MissedQuestions"]
  readonly RejectedPairs: (typeof RejectedPairs)["RejectedPairs"]
  readonly CustomerLoad: (typeof CustomerLoad)["CustomerLoad"]
  readonly Purchases: (typeof Purchases)["Purchases"]
} = {
  LearningLedger: ledger.LearningLedger,
  MissedQuestions: missed.MissedQuestions,
  RejectedPairs: rejected.RejectedPairs,
  CustomerLoad: customers.CustomerLoad,
  Purchases: purchases.Purchases,
}
export const makeQuestionIndex = (dimensions: number): QuestionIndex.QuestionIndex =>
  new index.QuestionIndex(dimensions)
export const { pairVerdict } = verdict
export const { makeEmbedder } = embedding
export const { catalogueConcepts } = names
