/** A language model of the AI SDK that a test drives part by part. */
import type { StreamPart, StreamResult } from "../src/models/ModelParts.ts"

export type Finish = Extract<StreamPart, { type: "finish" }>["finishReason"]["unified"]

const usage = {
  inputTokens: { total: 12, noCache: 12, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 3, text: 3, reasoning: 0 },
}

/** Everything around its words that a whole answer has. */
export const answerOf = (
  words: ReadonlyArray<string>,
  finish: Finish = "stop",
): ReadonlyArray<StreamPart> => [
  { type: "stream-start", warnings: [] },
  { type: "response-metadata", id: "answer-1", timestamp: new Date(1_700_000_000_000) },
  { type: "text-start", id: "0" },
  ...words.map((delta) => ({ type: "text-delta" as const, id: "0", delta })),
  { type: "text-end", id: "0" },
  { type: "finish", usage, finishReason: { unified: finish, raw: finish } },
]

export interface Driven {
  readonly say: (...parts: ReadonlyArray<StreamPart>) => void
  readonly end: () => void
  readonly cut: (error: Error) => void
  readonly signal: AbortSignal | undefined
}

/** Each call waits in `calls` for what the test makes of it; `answer` speaks for itself. */
export const scriptedModel = (answer?: (call: number) => ReadonlyArray<StreamPart> | Error) => {
  const calls: Array<Driven> = []
  const streamOf = (abortSignal: AbortSignal | undefined): StreamResult => {
    let driven: ReadableStreamDefaultController<StreamPart> | undefined
    const stream = new ReadableStream<StreamPart>({
      start: (controller) => (driven = controller) && undefined,
    })
    abortSignal?.addEventListener("abort", () => driven?.error(abortSignal.reason))
    calls.push({
      say: (...parts) => {
        for (const part of parts) driven?.enqueue(part)
      },
      end: () => driven?.close(),
      cut: (error) => driven?.error(error),
      signal: abortSignal,
    })
    return { stream }
  }
  const speak = (abortSignal: AbortSignal | undefined): StreamResult => {
    const result = streamOf(abortSignal)
    const told = answer?.(calls.length)
    if (told instanceof Error) throw told
    if (told === undefined) return result
    calls.at(-1)?.say(...told)
    calls.at(-1)?.end()
    return result
  }
  return {
    calls,
    model: {
      specificationVersion: "v4" as const,
      provider: "scripted",
      modelId: "scripted-1",
      supportedUrls: {},
      doStream: async ({ abortSignal }: { abortSignal?: AbortSignal }) => speak(abortSignal),
      doGenerate: async ({ abortSignal }: { abortSignal?: AbortSignal }) => {
        const parts: Array<StreamPart> = []
        for await (const part of speak(abortSignal).stream) parts.push(part)
        const text = parts.map((part) => (part.type === "text-delta" ? part.delta : "")).join("")
        const finish = parts.at(-1)
        if (finish?.type !== "finish") throw new Error("cut")
        return {
          content: [{ type: "text" as const, text }],
          finishReason: finish.finishReason,
          usage,
          warnings: [],
        }
      },
    },
  }
}
