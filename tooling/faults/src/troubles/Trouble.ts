/** One trouble of processes: what is done in the midst of chatting customers, and whether it held. */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { pause } from "@manga-assist/bench/measure/OpenLoop"
import { keptProblems, recordedTurns } from "../Kept.ts"
import { leftWaiting, type Place, type Settings } from "../processes/Place.ts"
import { type Asked, endProblems, openSteadfast } from "../processes/Steadfast.ts"

export interface Trouble {
  readonly name: string
  /** What is done, and what may come of it. */
  readonly what: string
  /** Whether this machine can have it. */
  readonly needs?: () => boolean
  readonly play: (place: Place) => Promise<Outcome>
}

export interface Outcome {
  readonly messages: number
  readonly broken: ReadonlyArray<string>
}

export const customers = 12
export const [beforeMs, afterMs] = [2_000, 3_000]

/** Whatever a message ended with: all that are owed an end have one, and what was recorded is there. */
export const outcomeOf = async (
  place: Place,
  asked: ReadonlyArray<Asked>,
  may: ReadonlyArray<string>,
  more: ReadonlyArray<string> = [],
): Promise<Outcome> => {
  const turns = recordedTurns(asked)
  return {
    messages: asked.length,
    broken: [
      ...(turns.length === 0 ? ["nothing was recorded"] : []),
      ...endProblems(asked, may),
      ...keptProblems(await place.kept(), turns),
      ...more,
    ],
  }
}

/** Afterwards customers come again, and all that they ask is answered whole: at last, on a machine that others use. */
export const wellWithin = { everyMs: 1_000, withinMs: 30_000 }

/** What is broken where records wait for their target. */
export const waitingAt = async (operator: string): Promise<ReadonlyArray<string>> => {
  const pending = await leftWaiting(operator)
  return pending === 0 ? [] : [`${pending} records still wait`]
}

/** What is broken where customers who come later are not answered whole, at last. */
export const wholeAgain = async (url: string): Promise<ReadonlyArray<string>> => {
  const later = async () => {
    await using chat = openSteadfast(nextCase(), customers, () => url)
    await pause(beforeMs)
    return endProblems(await chat.stop())
  }
  const lasting = await lookUntil(later, ({ length }) => length === 0, wellWithin)
  return lasting.map((line) => `afterwards ${line}`)
}

export type Server = Awaited<ReturnType<Place["start"]>>

interface Case {
  readonly settings?: Settings
  /** Ends that are allowed beside whole answers. */
  readonly may?: ReadonlyArray<string>
  /** Resolves when it is over. What it tells is broken. */
  readonly disturb: (place: Place, server: Server) => Promise<ReadonlyArray<string> | void>
}

let cases = 0
/** Of customers and their conversations, fresh ones each time. */
export const nextCase = (): string => `case-${process.pid}-${(cases += 1)}`

/** One server of the first layer, disturbed while customers chat with it; afterwards all is whole again. */
export const disturbed =
  ({ disturb, may = [], settings = {} }: Case): Trouble["play"] =>
  async (place) => {
    await using server = await place.start(0, settings)
    await using chat = openSteadfast(nextCase(), customers, () => server.url)
    await pause(beforeMs)
    const told = (await disturb(place, server)) ?? []
    await pause(afterMs)
    const asked = await chat.stop()
    return outcomeOf(place, asked, may, [
      ...told,
      ...(await wholeAgain(server.url)),
      ...(await waitingAt(server.operator)),
    ])
  }
