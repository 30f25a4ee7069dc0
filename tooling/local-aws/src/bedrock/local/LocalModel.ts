/**
 * Lets a real model on this machine answer in the place of the emulated one: a server that speaks OpenAI's chat
 * completions (Ollama, LM Studio, vLLM), always streamed.
 *
 * Its errors are Bedrock's: 429 `ThrottlingException`, 5xx or no answer `ServiceUnavailableException`, other 4xx
 * `ValidationException`, too late `ModelTimeoutException`. When the client leaves, the server is told by the end of its
 * connection.
 */
import {
  type Answers,
  AwsError,
  InvalidSetting,
  parsedJson,
} from "@manga-assist/bedrock-emulator/services"
import { localUrl } from "../../LocalUrl.ts"
import { chunksOf, messageOf, partsOf } from "./ChatChunks.ts"
import { chatRequest } from "./ChatRequest.ts"

export interface LocalModel {
  /** With or without `/v1` at its end. */
  readonly url: string
  /** Its name there. */
  readonly model: string
}

/** To the first token: a server may have to load the model first. */
const firstMs = 120_000
const gapMs = 30_000
const mostReasonLetters = 300

/** Of `LOCAL_MODEL_URL` and `LOCAL_MODEL`; none where neither is set. @throws InvalidSetting */
export const readLocalModel = (
  environment: Readonly<Record<string, string | undefined>>,
): LocalModel | undefined => {
  const url = localUrl(environment, "LOCAL_MODEL_URL")
  const model = environment["LOCAL_MODEL"]
  if (!url && !model) return undefined
  if (!url) throw new InvalidSetting("LOCAL_MODEL_URL", "must say where LOCAL_MODEL is served")
  if (!model) throw new InvalidSetting("LOCAL_MODEL", "must name a model of LOCAL_MODEL_URL")
  return { url, model }
}

const addressOf = (url: string): string => {
  const base = url.replace(/\/+$/, "")
  return `${base.endsWith("/v1") ? base : `${base}/v1`}/chat/completions`
}

export const localModel = (
  { model, url }: LocalModel,
  { first, gap } = { first: firstMs, gap: gapMs },
): Answers =>
  async function* ({ request, signal }) {
    const clock = new Deadline()
    const aborting = AbortSignal.any([signal, clock.signal])
    try {
      const body = JSON.stringify(chatRequest(request, model))
      clock.within(first, "ModelTimeoutException")
      const reply = await ask(addressOf(url), body, aborting)
      if (reply.body === null) throw unavailable("it answers nothing")
      const chunks = chunksOf(clock.each(reply.body, gap))
      yield* partsOf(chunks)
    } finally {
      clock.end()
    }
  }

const ask = async (address: string, body: string, signal: AbortSignal): Promise<Response> => {
  const headers = { "content-type": "application/json" }
  const reply = await fetch(address, { method: "POST", headers, body, signal }).catch(
    (error: unknown) => {
      throw error instanceof AwsError || signal.aborted ? error : unavailable(reasonOf(error))
    },
  )
  if (reply.ok) return reply
  const text = await reply.text().catch(() => "")
  throw refusal(reply.status, text)
}

const unavailable = (why: string) =>
  new AwsError("ServiceUnavailableException", `The local model cannot be reached: ${why}`)

const refusal = (status: number, text: string): AwsError => {
  const why = `The local model answers ${status}: ${(messageOf(parsedJson(text)) ?? text).slice(0, mostReasonLetters)}`
  if (status === 429) return new AwsError("ThrottlingException", why)
  return new AwsError(status >= 500 ? "ServiceUnavailableException" : "ValidationException", why)
}

/** What went wrong below `fetch`, which itself says only that it failed. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return cause instanceof Error ? cause.message : String(cause)
}

/** Aborts with an error of Bedrock's when nothing came in time. */
class Deadline {
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | undefined

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  within(ms: number, type: "ModelTimeoutException" | "ModelStreamErrorException"): void {
    clearTimeout(this.#timer)
    const late = new AwsError(type, `The local model said nothing for ${ms} ms.`)
    this.#timer = setTimeout(() => this.#controller.abort(late), ms)
  }

  /** The first has to come within what is left, each other one in time after it was asked for. */
  async *each<A>(values: AsyncIterable<A>, ms: number): AsyncGenerator<A> {
    try {
      for await (const value of values) {
        clearTimeout(this.#timer)
        yield value
        this.within(ms, "ModelStreamErrorException")
      }
    } catch (error) {
      if (error instanceof AwsError) throw error
      throw new AwsError(
        "ModelStreamErrorException",
        `The local model broke off: ${reasonOf(error)}`,
      )
    }
  }

  /** Nothing of the call is left. */
  end(): void {
    clearTimeout(this.#timer)
    this.#controller.abort()
  }
}
