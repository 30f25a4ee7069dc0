/**
 * The cache key of a model call: a hash of the model and all parameters, encoded unambiguously.
 *
 * Left out is only what cannot change the answer: the abort signal, and headers that name the caller or its trace. The
 * caller's function `canonical` may map the last question to a text that all its wordings share (a canonical form);
 * such wordings then share a key.
 */
import { hash } from "node:crypto"
import { type CallParams, type Model, plain } from "./ModelParts.ts"

const silentHeaders = new Set(["user-agent", "traceparent", "tracestate", "baggage"])

export interface ModelKeyOptions {
  readonly kind: "generate" | "stream"
  readonly model: Pick<Model, "modelId" | "provider">
  readonly params: CallParams
  /** Who may share the answer. */
  readonly partition: string
  /** Of the rules below. */
  readonly version: string
  /** The form that all wordings of a question share, where a grammar knows them. */
  readonly canonical?: ((question: string) => string | undefined) | undefined
}

export const modelKey = (options: ModelKeyOptions): string => {
  const { abortSignal: _, headers = {}, prompt, ...settings } = options.params
  const form = JSON.stringify(
    plain({
      kind: options.kind,
      model: [options.model.provider, options.model.modelId],
      partition: options.partition,
      version: options.version,
      headers: Object.entries(headers)
        .map(([name, value]) => [name.toLowerCase(), value] as const)
        .filter(([name, value]) => value !== undefined && !silentHeaders.has(name))
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      prompt: asked(prompt, options.canonical),
      settings,
    }),
  )
  return `model:${hash("sha256", form, "base64url")}`
}

/** The prompt, with the last question in its canonical form if that is all it is: a plain text that has one. */
const asked = (prompt: CallParams["prompt"], canonical: ModelKeyOptions["canonical"]): unknown => {
  const last = prompt.at(-1)
  if (canonical === undefined || last?.role !== "user" || last.content.length !== 1) return prompt
  const [part] = last.content
  if (part?.type !== "text") return prompt
  const form = canonical(part.text)
  if (form === undefined) return prompt
  return [...prompt.slice(0, -1), { ...last, content: [{ ...part, text: undefined, form }] }]
}
