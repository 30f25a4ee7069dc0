/**
 * Finds the request to the emulated model behind an answer: that of the turn, or, for an answer from a cache, the last
 * one that was answered with this text, by preference to the same question.
 *
 * Newer emulators keep requests by turn (`GET /requests`). Older ones only hand out what came since they were last asked
 * (`/prompts`), so that a store over them must be asked one turn at a time.
 */
import { lastMessageOf, type SentBody } from "../oracle/ToldByRequest.ts"
import type { Told } from "./AskedSession.ts"

/** As `GET /requests` tells it. */
export interface KeptRequest {
  readonly operation: string
  readonly model: string
  readonly body: SentBody
  readonly answer: { readonly text: string }
}

export interface KeptRequests {
  /** Whether several sessions may be asked at the same time. */
  readonly parallel: boolean
  /** To be called after each turn, since later answers may be copies of this one. */
  readonly of: (told: Told, question: string) => Promise<KeptRequest | undefined>
}

/** Sources whose text an earlier call of the model has written. */
const copies = new Set(["exact", "canonical", "alias", "stale", "precomputed"])

/** More than one turn makes. */
const kept = 100

const jsonOf = async (reply: Response): Promise<unknown> => {
  if (!reply.ok) throw new Error(`${reply.url} refused: ${await reply.text()}`)
  return reply.json()
}

/** What emulators before `GET /requests` kept. */
interface OldPrompt {
  readonly operation: string
  readonly modelId: string
  readonly request: SentBody
  readonly answer: string
}

const takenFrom = async (admin: string): Promise<ReadonlyArray<KeptRequest>> => {
  const taken = (await jsonOf(await fetch(`${admin}/prompts`))) as ReadonlyArray<OldPrompt> // Its own shape.
  return taken.map(({ answer, modelId, operation, request }) => ({
    operation,
    model: modelId,
    body: request,
    answer: { text: answer },
  }))
}

const ofTurn = async (admin: string, turn: string): Promise<ReadonlyArray<KeptRequest>> => {
  const query = new URLSearchParams({ service: "bedrock", turn })
  const reply = await fetch(`${admin}/requests?${query.toString()}`)
  return (await jsonOf(reply)) as ReadonlyArray<KeptRequest> // Its own shape.
}

export const keptRequests = async (admin: string): Promise<KeptRequests> => {
  const byAnswer = new Map<string, ReadonlyArray<KeptRequest>>()
  const note = (request: KeptRequest) => {
    const { text } = request.answer
    byAnswer.set(text, [...(byAnswer.get(text) ?? []), request])
  }
  const copied = (answer: string, question: string): KeptRequest | undefined => {
    const same = byAnswer.get(answer) ?? []
    return same.findLast(({ body }) => lastMessageOf(body).includes(question)) ?? same.at(-1)
  }
  const reply = await fetch(`${admin}/requests?service=bedrock&limit=1`)
  await reply.body?.cancel()
  const parallel = reply.ok
  if (!parallel) {
    await jsonOf(
      await fetch(`${admin}/prompts`, { method: "PUT", body: JSON.stringify({ keep: kept }) }),
    )
  }
  return {
    parallel,
    of: async ({ answer, source = "", turn }, question) => {
      const sent = parallel
        ? turn === undefined
          ? []
          : await ofTurn(admin, turn)
        : await takenFrom(admin)
      // Answers are streamed; the rest are summaries and judgements.
      const streamed = sent.filter(({ operation }) => operation === "ConverseStream")
      for (const each of streamed) note(each)
      // Beside an old turn's call there may be a renewal's.
      const own = parallel
        ? streamed.at(-1)
        : streamed.findLast(({ answer: { text } }) => text === answer)
      return own ?? (copies.has(source) ? copied(answer, question) : undefined)
    },
  }
}
