/**
 * `bench gateway`: measures how much later the first token comes through an emulated API Gateway than directly,
 * question by question over both ways.
 */
import { join } from "node:path"
import { type Benchmark, type Part } from "../command/Benchmark.ts"
import { atMost, figuresOver } from "../measure/Figure.ts"
import { median } from "../measure/Statistics.ts"
import { put, setLatency } from "../store/Admin.ts"
import { freeWish } from "../store/Questions.ts"
import { type RunningStore, startServer } from "../store/RunningStore.ts"
import { withStore } from "../store/StoreFolder.ts"
import { pause, StoreSocket } from "../store/StoreSocket.ts"

/** Of one post to a connection; not known of AWS, and so long that the machine's own share is small beside it. */
const postMs = 20
const firstTokenMs = 100
/** What is read at the opening has come by then. */
const openMs = 200

let asked = 0

const firstToken = async (socket: StoreSocket): Promise<number> => {
  const answer = await socket.ask(freeWish((asked += 1)), { cancel: true })
  return answer.firstTokenMs ?? Number.NaN
}

/** Times of both ways, question by question, so that what disturbs one disturbs the other. */
const compared = async (direct: StoreSocket, through: StoreSocket, count: number) => {
  const rows: Array<{ direct: number; through: number; ping: number; pong: number }> = []
  for (let at = 0; at < count; at += 1) {
    rows.push({
      direct: await firstToken(direct),
      through: await firstToken(through),
      ping: await direct.ping(),
      pong: await through.ping(),
    })
  }
  const of = (pick: (row: (typeof rows)[number]) => number) => median(rows.map(pick))
  const roundTrip = of(({ ping, pong }) => pong - ping)
  const more = of((row) => row.through - row.direct)
  return { direct: of((row) => row.direct), through: of((row) => row.through), more, roundTrip }
}

const behind = (endpoint: string, servers: ReadonlyArray<string>) =>
  put(new URL("/backends", endpoint).href, servers)

const measure = async (store: RunningStore, elsewhere: string, count: number) => {
  const endpoint = store.environment["GATEWAY_ENDPOINT"] ?? ""
  await behind(endpoint, [store.url])
  using direct = await StoreSocket.open(store.url, { session: `direct-${(asked += 1)}` })
  const address = `${store.environment["GATEWAY_URL"]}?session=through-${asked}`
  using through = await StoreSocket.openAt(address)
  await pause(openMs)
  const here = await compared(direct, through, count)
  // The connection stays where it was opened; its events land on the other.
  await behind(endpoint, [elsewhere])
  const there = await compared(direct, through, count)
  return {
    direct: here.direct,
    through: here.through,
    more: here.more,
    roundTrip: here.roundTrip,
    share: here.more / here.roundTrip,
    moreElsewhere: there.more,
    hop: there.more - here.more,
  }
}

const firstTokens: Part = {
  name: "first-token",
  measure: ({ overRounds, progress, quick, rounds }) =>
    withStore({ flags: ["--gateway", "none"] }, async (store, folder) => {
      await using other = await startServer(store, join(folder, "elsewhere"))
      const times = {
        bedrock: { ConverseStream: { p95Ms: firstTokenMs } },
        gateway: { PostToConnection: { p95Ms: postMs } },
      }
      await setLatency(store, times, false)
      progress.step("gateway: questions by both ways in turn")
      await measure(store, other.url, 4)
      const measured = await overRounds(rounds, () => measure(store, other.url, quick ? 8 : 60))
      const of = figuresOver(measured)
      return [
        of("first token on a miss, direct, p50", "ms", "direct", {
          note: `the model takes ${firstTokenMs} ms, all else nothing`,
        }),
        of("first token on a miss, through the gateway, p50", "ms", "through"),
        of("a frame out and its answer posted, more than direct, p50", "ms", "roundTrip", {
          note: `ping and pong; a post takes ${postMs} ms`,
        }),
        of("first token through the gateway, more than direct, p50", "ms", "more"),
        of("first token through the gateway, more than direct", "posted round trips", "share", {
          target: atMost(1),
        }),
        of("the same where the event lands on another instance, p50", "ms", "moreElsewhere"),
        of("of it for telling the instance that serves it", "ms", "hop"),
      ]
    }),
}

export const gateway: Benchmark = {
  name: "gateway",
  summary: "what API Gateway in front costs until the first token",
  help: [
    "A played gateway, whose posts take a fixed time, and two servers over one Redis. Each question is asked",
    "by both ways in turn, each once only, so that each is a miss.",
  ].join("\n"),
  seconds: { quick: 120, full: 480 },
  repeatSeconds: { quick: 10, full: 40 },
  packages: ["effect", "ws"],
  conditions: () => ({ post: `${postMs} ms`, model: `${firstTokenMs} ms`, sockets: "loopback" }),
  parts: [firstTokens],
}
