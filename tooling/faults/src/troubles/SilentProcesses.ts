/** Processes that say nothing for a while, though none of them ended, and servers whose clocks differ. */
import { pause } from "@manga-assist/bench/measure/OpenLoop"
import { inspecting } from "@manga-assist/bench/store/Inspector"
import { Effect } from "effect"
import { existsSync } from "node:fs"
import type { Settings } from "../processes/Place.ts"
import { type Asked, openSteadfast } from "../processes/Steadfast.ts"
import {
  afterMs,
  customers,
  disturbed,
  nextCase,
  outcomeOf,
  waitingAt,
  type Trouble,
} from "./Trouble.ts"

const stoppedMs = 5_000
const blockedMs = 3_000

const stopped = async (id: number): Promise<void> => {
  process.kill(id, "SIGSTOP")
  try {
    await pause(stoppedMs)
  } finally {
    process.kill(id, "SIGCONT")
  }
}

/** What a customer is told while the model and everything else is silent. */
const ofSilence = ["error timeout", "error model-unavailable", "truncated"]

const library = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/faketime/libfaketimeMT.so.1`

/** Debian's faketime: the clock on the wall alone, timers go on. */
const offBy = (time: string): Settings => ({
  LD_PRELOAD: library,
  FAKETIME: time,
  FAKETIME_DONT_FAKE_MONOTONIC: "1",
})

const clocksApart: Trouble["play"] = async (place) => {
  await using right = await place.start(0)
  const asked: Array<Asked> = []
  const told: Array<string> = []
  for (const time of ["+1h", "-1h"]) {
    await using wrong = await place.start(1, offBy(time))
    const urls = [right.url, wrong.url] as const
    await using chat = openSteadfast(
      nextCase(),
      customers,
      (at, visit) => urls[(at + visit) % 2 === 0 ? 0 : 1],
    )
    await pause(2 * afterMs)
    asked.push(...(await chat.stop()))
    told.push(...(await waitingAt(wrong.operator)))
  }
  told.push(...(await waitingAt(right.operator)))
  return outcomeOf(place, asked, [], told)
}

export const silentProcesses: ReadonlyArray<Trouble> = [
  {
    name: "a chat server is stopped for 5 s",
    what: "SIGSTOP and SIGCONT; every message is answered whole, later",
    play: disturbed({ disturb: (_, server) => stopped(server.serverId) }),
  },
  {
    name: "its loop is blocked for 3 s",
    what: "an endless loop, through its inspector; every message is answered whole, later",
    play: disturbed({
      settings: { NODE_OPTIONS: "--inspect=127.0.0.1:0" },
      disturb: async (_, { inspector = "" }) => {
        const expression = `{ const until = Date.now() + ${blockedMs}; while (Date.now() < until); }`
        await inspecting(inspector, (call) => call("Runtime.evaluate", { expression }))
      },
    }),
  },
  {
    name: "Redis is stopped for 5 s",
    what: "SIGSTOP and SIGCONT; every message is answered whole",
    play: disturbed({
      disturb: async ({ redis }) => {
        await Effect.runPromise(
          redis.pause.pipe(Effect.andThen(Effect.sleep(stoppedMs)), Effect.ensuring(redis.resume)),
        )
      },
    }),
  },
  {
    name: "Bedrock, OpenSearch and DynamoDB are stopped for 5 s at once",
    what: "SIGSTOP and SIGCONT; every message ends once, some with an error that says so",
    play: disturbed({
      settings: { LATENCY_BUDGET_MS: "" },
      may: ofSilence,
      disturb: ({ services }) => stopped(services.id),
    }),
  },
  {
    name: "the clocks of two servers are an hour apart",
    what: "faketime, one hour ahead and then behind; conversations change between the servers, every message is answered whole",
    needs: () => existsSync(library),
    play: clocksApart,
  },
]
