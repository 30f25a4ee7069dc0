/**
 * Runs two revisions together, as a deployment does: a server of each over one Redis and one set of tables. Each customer's
 * conversation changes server with every message. Then the table of sessions takes nothing, both servers are killed, and
 * each revision starts over the other's journals.
 *
 * Held, if every message ended once and whole, and every turn whose end did not say `not-recorded` stands in the table once.
 */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { together } from "@manga-assist/bench/process/Together"
import { setFaults } from "@manga-assist/bench/store/Admin"
import { Chat } from "@manga-assist/bench/store/Chat"
import { nextLikeTitles, nextVolume, nextWish } from "@manga-assist/bench/store/LaboratoryQuestions"
import { metricsPage } from "@manga-assist/bench/store/MetricsPage"
import { startServer, startServices, useCheckout } from "@manga-assist/bench/store/RunningStore"
import { openFolder } from "@manga-assist/bench/store/StoreFolder"
import { redisServer } from "@manga-assist/real-servers"
import type { Message } from "../Customers.ts"
import { counted, recordedTurns, repeatedOrLost, storedTurns } from "../Kept.ts"
import { running } from "../RunningEffect.ts"

type Side = "before" | "after"
const sides: ReadonlyArray<Side> = ["before", "after"]
const otherOf = { before: "after", after: "before" } as const

/** What goes on with a conversation stands behind what it goes on with, which the other revision answered. */
const visit: ReadonlyArray<() => string> = [
  nextVolume,
  () => "Who wrote it?",
  nextWish,
  () => "What is your return policy?",
  () => "ワンピースの105巻はいくら？",
  nextLikeTitles,
  () => "Where is my order?",
  nextVolume,
]

/** Where answers came from and what they lacked, with how many did. */
type Ends = ReadonlyMap<string, number>

interface Rolled {
  readonly ends: Readonly<Record<Side, Ends>>
  readonly messages: number
  /** Turns that were killed with their records on the disk of the other revision. */
  readonly handedOver: number
  readonly broken: ReadonlyArray<string>
}

interface RollingOptions {
  /** Checkouts with their dependencies installed. */
  readonly folders: Readonly<Record<Side, string>>
  readonly customers: number
  readonly step: (text: string) => void
}

const endOf = ({ end, outcome }: Message["told"]): string =>
  [end?.source ?? outcome, ...(end?.degraded ?? [])].join(" ")

const settledWithinMs = 30_000

export const roll = ({ customers, folders, step }: RollingOptions): Promise<Rolled> =>
  together(async (use) => {
    const { folder } = await use(openFolder())
    const redis = (await use(running(redisServer()))).value
    useCheckout(folders.after)
    const services = await use(startServices(folder, ["--latency", "none"], redis.url))
    const environment = { REDIS_URL: redis.url, LATENCY_BUDGET_MS: "20000", ENDPOINT_HEALTH: "off" }
    const start = async (revision: Side, journals: Side) => {
      useCheckout(folders[revision])
      return startServer(services, `${folder}/${journals}`, { environment })
    }
    const servers = {
      before: await start("before", "before"),
      after: await start("after", "after"),
    }
    const messages: Array<Pick<Message, "told"> & { readonly side: Side; readonly text: string }> =
      []
    const ask = async (side: Side, session: string, text: string, user?: string) => {
      using chat = await Chat.open(servers[side].url, { session, user })
      messages.push({ side, text, told: await chat.ask(text) })
    }
    step(`${customers} conversations, each message at the other revision`)
    await Promise.all(
      Array.from({ length: customers }, async (_, at) => {
        for (const [turn, text] of visit.entries()) {
          const user = `demo-${String(1 + (at % 20)).padStart(2, "0")}`
          await ask(sides[(at + turn) % 2] ?? "after", `rolling-${at}`, text(), user)
        }
      }),
    )
    step("the table takes nothing, and both are killed")
    await setFaults(services, [
      { service: "dynamodb", kind: "unavailable", operation: "BatchWriteItem" },
    ])
    const outage = messages.length
    for (const side of sides) {
      await Promise.all(
        Array.from({ length: customers }, (_, at) =>
          ask(side, `killed-${side}-${at}`, nextVolume()),
        ),
      )
      process.kill(servers[side].serverId, "SIGKILL")
    }
    const tables = services.environment["AWS_ENDPOINT_URL_DYNAMODB"] ?? ""
    const written = await storedTurns(tables)
    const handedOver = recordedTurns(messages.slice(outage)).filter(
      (turn) => !written.has(turn),
    ).length
    const broken = handedOver === 0 ? ["no record was left on a disk"] : []
    await setFaults(services, [])
    for (const side of sides) {
      step(`${side} over the journals of ${otherOf[side]}`)
      await using server = await start(side, otherOf[side])
      const left = async () => {
        const page = await metricsPage(server.operator)
        return page.sum("manga_assist_sink_records", { event: "pending", sink: "session" })
      }
      const pending = await lookUntil(left, (many) => many === 0, {
        everyMs: 200,
        withinMs: settledWithinMs,
      })
      if (pending > 0)
        broken.push(`${side} wrote all but ${pending} records of the other's journals`)
    }
    for (const { side, text, told } of messages) {
      if (told.ends === 1 && told.outcome === "complete") continue
      broken.push(`${side}: "${text}" ended ${told.ends} times, ${told.outcome}`)
    }
    broken.push(...repeatedOrLost(await storedTurns(tables), recordedTurns(messages)))
    const endsOf = (side: Side): Ends =>
      counted(messages.filter((each) => each.side === side).map(({ told }) => endOf(told)))
    return {
      ends: { before: endsOf("before"), after: endsOf("after") },
      messages: messages.length,
      handedOver,
      broken,
    }
  })
