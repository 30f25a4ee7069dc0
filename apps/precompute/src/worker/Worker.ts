/**
 * Keeps popular answers fresh, in passes: looks up every entry (one answer to keep ready, from the schedule or from the
 * questions asked most) and renews those that are missing or about to expire; what is nearly over comes first, then
 * what saves the most time for each token.
 *
 * A fresh entry is not generated again, whoever wrote it. A failing entry does not end a pass, and a failing pass does
 * not end the worker. Customers have priority: few questions are sent at a time, and while customers need the model or
 * it refuses, the worker waits for a bounded time or leaves the rest to a later pass.
 */
import { type AnsweringNeeds, read, Spender, StoreNames } from "@manga-assist/assistant"
import { monotonicNow, repeatForever } from "@manga-assist/connections"
import { Clock, type Config, Context, Effect, Layer, Semaphore } from "effect"
import {
  type CustomerPriority,
  makeCustomerPriority,
  CustomerLoad,
} from "../spending/CustomerPriority.ts"
import { Demand } from "../questions/Demand.ts"
import { askedOf, type Entry, entriesOf } from "../questions/Entry.ts"
import { FailedAsks } from "../spending/FailedAsks.ts"
import { generate } from "../answers/Generation.ts"
import { HeldAnswers } from "../answers/HeldAnswers.ts"
import { Heartbeat } from "./Heartbeat.ts"
import { KnownAnswers } from "../answers/KnownAnswers.ts"
import { Leadership } from "../leader/Leadership.ts"
import { ModelPause } from "../spending/ModelPause.ts"
import { failureOf, type PassReport, PassTally, withoutEmpty } from "../answers/PassReport.ts"
import { ageOf, type Due, dueOf, inOrder, inTimeOf, whyDue } from "../questions/RefreshList.ts"
import { configuredSchedule } from "../schedule/ScheduleFile.ts"
import type { Schedule } from "../schedule/Schedule.ts"
import type { Subject } from "../schedule/Subjects.ts"
import { Popular } from "../questions/Popular.ts"
import { StoreClock } from "../schedule/StoreClock.ts"
import { TokenEstimate } from "../spending/TokenEstimate.ts"
import { topTitles } from "../questions/TopTitles.ts"
import { layerPortsOfProcess, type WorkerPorts } from "./WorkerPorts.ts"
import { addPass, WorkerTotals } from "./WorkerTotals.ts"

export interface PassOptions {
  /** Only entries of the pattern of this name. */
  readonly pattern?: string | undefined
  /** Milliseconds after which nothing more is begun: what is due by then is to be planned anew. */
  readonly atMostMs?: number | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** What a pass would do now: due entries in their order, and how all of them stand. */
export interface Plan {
  readonly due: ReadonlyArray<Due>
  /** What the entry in the middle saves for a token: the better half lies above. */
  readonly middle: number
  readonly entries: ReadonlyArray<{ readonly entry: Entry; readonly due: Due | undefined }>
  /** Entries whose place in the cache could not be read: left alone. */
  readonly unreadable: number
}

type Needs = AnsweringNeeds | HeldAnswers | WorkerPorts

export class PrecomputeWorker extends Context.Service<
  PrecomputeWorker,
  {
    readonly schedule: Schedule
    readonly plan: (options: PassOptions) => Effect.Effect<Plan>
    /** One pass, to be run by the leader and interrupted when the lead is lost. Never fails. */
    readonly pass: (options: PassOptions) => Effect.Effect<PassReport>
    /** Milliseconds for which the model is left alone. */
    readonly pausedMs: Effect.Effect<number>
    /** Since the start; passes that were interrupted are not in it. */
    readonly totals: () => Readonly<WorkerTotals>
    readonly leadership: Leadership["Service"]
    readonly heartbeat: Heartbeat
  }
>()("precompute/PrecomputeWorker") {
  /** Among others: led by whoever holds the lock. */
  static readonly layerShared: Layer.Layer<
    PrecomputeWorker,
    Config.ConfigError,
    Needs | Leadership
  > = Layer.effect(
    PrecomputeWorker,
    Effect.suspend(() => makeWorker()),
  )

  /** Alone beside a server, over the answers of its process; demand and tokens are counted nowhere else. */
  static readonly layer: Layer.Layer<PrecomputeWorker, Config.ConfigError, AnsweringNeeds> =
    PrecomputeWorker.layerShared.pipe(
      Layer.provide([Leadership.layerAlone, layerPortsOfProcess, HeldAnswers.layerOfProcess]),
    )

  /** Runs passes for as long as the layer lives, beginning as soon as it leads. */
  static readonly layerScheduled: Layer.Layer<never, never, PrecomputeWorker> = Layer.effectDiscard(
    Effect.gen(function* () {
      const worker = yield* PrecomputeWorker
      yield* scheduled(worker).pipe(
        repeatForever("making answers ahead"),
        Effect.forkScoped({ startImmediately: true }),
      )
    }),
  )
}

/** The rest of an hour's tokens is kept for the better half of the entries. */
const lesserShare = 0.8

/** Far below the shortest lead; a pass over 500 fresh entries costs 500 reads. */
const betweenPassesMs = 20_000

/** Far below the shortest life of an entry: what falls due in a long pass is not left behind. */
const replanMs = 60_000

const scheduled = (worker: PrecomputeWorker["Service"]) => {
  const { heartbeat } = worker
  let told = ""
  return Effect.gen(function* () {
    heartbeat.rest()
    const term = yield* worker.leadership.term
    heartbeat.beat()
    const lost = Effect.as(term.lost, undefined)
    const report = yield* Effect.raceFirst(worker.pass({ atMostMs: replanMs }), lost)
    heartbeat.beat()
    if (report === undefined) return
    const { failures, leftOut, unreadable, written } = report
    const failure = failureOf(report)
    // What stays left out is told once, not every 20 seconds; a pause is that of the refusal before it.
    const unread = unreadable > 0 ? ["unreadable"] : []
    const reasons = [...Object.keys(leftOut), ...failures, ...unread].join()
    const wrong = reasons === "model-paused" ? told : reasons
    if (written > 0 || wrong !== told) {
      yield* failure === undefined
        ? Effect.logInfo("precompute pass", withoutEmpty(report))
        : Effect.logWarning(`precompute pass: ${failure}`, withoutEmpty(report))
    }
    told = wrong
    const isUnfinished = leftOut["planned-anew"] !== undefined
    yield* Effect.raceFirst(Effect.sleep(isUnfinished ? 0 : betweenPassesMs), lost)
  })
}

const makeWorker = Effect.fnUntraced(function* () {
  const { clock, synchronize } = yield* StoreClock
  const services = Context.add(yield* Effect.context<Needs>(), Clock.Clock, clock)
  const leadership = yield* Leadership
  const demand = yield* Demand
  const load = yield* CustomerLoad
  const schedule = yield* configuredSchedule
  if (schedule.leftOut.length > 0) {
    const named = schedule.leftOut.slice(0, 5).join("; ")
    yield* Effect.logInfo(
      `${schedule.leftOut.length} wordings are left out, no answer is kept for them: ${named}`,
    )
  }
  const popular = yield* Popular
  const names = yield* StoreNames
  const pause = new ModelPause()
  const heartbeat = new Heartbeat(yield* Clock.Clock)
  const failedAsks = new FailedAsks()
  const firstAfterPause = Semaphore.makeUnsafe(1)
  const estimate = new TokenEstimate()
  const totals = new WorkerTotals()
  let titles: ReadonlyArray<Subject> = []
  const mostTitles = Math.max(...schedule.patterns.map(({ top }) => top))

  const entries = Effect.gen(function* () {
    titles = yield* topTitles(mostTitles).pipe(
      Effect.tapError((error) => Effect.logWarning("top titles could not be read", error)),
      // Those of the pass before are better than none.
      Effect.orElseSucceed(() => titles),
    )
    const demanded = yield* demand.top(schedule.demand.top)
    // A millisecond each the first time: others of this process go in between.
    for (const { locale, text } of askedOf(schedule, titles, demanded, names)) {
      read(names, text, locale)
      yield* Effect.yieldNow
    }
    return entriesOf(schedule, titles, demanded, names)
  })

  const plan = Effect.fnUntraced(function* (options: PassOptions) {
    yield* synchronize
    const all = (yield* entries).filter(
      ({ pattern }) => options.pattern === undefined || pattern === options.pattern,
    )
    const states: Array<{ entry: Entry; due: Due | undefined }> = []
    const worth: Array<number> = []
    let unreadable = 0
    const answers = yield* HeldAnswers
    for (const entry of all) {
      yield* Effect.yieldNow
      const held = yield* Effect.result(answers.held(entry.place))
      if (held._tag === "Failure") {
        unreadable += 1
        continue
      }
      const now = yield* Clock.currentTimeMillis
      const there = inTimeOf(entry, held.success)
      const why = whyDue(entry, there, now)
      const age = ageOf(there, now)
      const as = dueOf(entry, why ?? "runs-out", age, estimate.of(entry.pattern))
      worth.push(as.savesMsPerToken)
      states.push({ entry, due: why && as })
    }
    const middle = worth.toSorted((a, b) => a - b)[Math.floor(worth.length / 2)] ?? 0
    const due = inOrder(states.flatMap((state) => state.due ?? []))
    return { due, middle, entries: states, unreadable }
  })

  /** Why its products need not be read: the model is left alone, and no answer is known. */
  const hopeless = Effect.fnUntraced(function* ({ entry }: Due, priority: CustomerPriority) {
    const isPaused = pause.leftMs(yield* monotonicNow) > 0
    if (!isPaused && !priority.exhausted()) return undefined
    const { has } = yield* KnownAnswers
    // Where it cannot be told, whatever reads next will say what is wrong.
    if (yield* Effect.orElseSucceed(has(entry.id), () => true)) return undefined
    const kind = isPaused ? "model-paused" : "customers-first"
    return { kind, detail: "", tokens: 0, stop: false } as const
  })

  const pass = Effect.fnUntraced(function* (options: PassOptions) {
    const startedAt = yield* monotonicNow
    const endsAt = startedAt + (options.atMostMs ?? Number.POSITIVE_INFINITY)
    const tally = new PassTally()
    const priority = makeCustomerPriority(load, schedule.busyAbove)
    const planned = yield* plan(options)
    if (options.pattern === undefined) {
      yield* popular.tell(planned.entries.map(({ entry }) => entry))
    }
    for (const { due, entry } of planned.entries) {
      tally.seen(entry.pattern, due === undefined)
    }
    tally.unreadable = planned.unreadable
    const total = planned.entries.length
    let done = total - planned.due.length
    const progress = () => options.onProgress?.(done, total)
    progress()
    const queue = [...planned.due]
    const again = new Set<Due>()
    let isOver = false
    const renew = Effect.fnUntraced(function* (due: Due) {
      const share = due.savesMsPerToken < planned.middle ? lesserShare : 1
      const cap = schedule.tokensPerHour * share
      const outcome =
        (yield* hopeless(due, priority)) ??
        (yield* generate(due, { firstAfterPause, cap, priority, failedAsks, pause }))
      if (outcome.kind === "written") estimate.learn(due.entry.pattern, outcome.tokens)
      else {
        yield* Effect.logDebug("entry not written", { entry: due.entry.id, ...outcome })
        const isPassing =
          outcome.kind === "store" || (outcome.kind === "failed" && outcome.tokens === 0)
        // A read may have been late: once more, when those that are under way are done.
        if (isPassing && !again.has(due)) {
          again.add(due)
          tally.tokens += outcome.tokens
          queue.splice(schedule.concurrency, 0, due)
          return
        }
        isOver ||= outcome.stop
        if (outcome.stop) stoppedBy = outcome.kind
      }
      heartbeat.beat()
      tally.outcome(due, outcome)
      done += 1
      progress()
    })
    let stoppedBy: Parameters<PassTally["leave"]>[1] = "planned-anew"
    const next = () => (isOver ? undefined : queue.shift())
    const work = Effect.gen(function* () {
      for (let due = next(); due !== undefined; due = next()) {
        yield* renew(due)
        if (isOver || (yield* monotonicNow) < endsAt) continue
        isOver = true
        stoppedBy = "planned-anew"
      }
    })
    yield* Effect.all(
      Array.from({ length: schedule.concurrency }, () => work),
      { concurrency: "unbounded", discard: true },
    )
    for (const due of queue) tally.leave(due, stoppedBy)
    const report = tally.report((yield* monotonicNow) - startedAt, priority.waitedMs())
    addPass(totals, report)
    return report
  })

  return PrecomputeWorker.of({
    schedule,
    leadership,
    heartbeat,
    totals: () => totals,
    plan: (options) => plan(options).pipe(Effect.provideContext(services)),
    pass: (options) =>
      pass(options).pipe(
        Effect.provideContext(services),
        Effect.provideService(Spender, { class: "worker" }),
      ),
    pausedMs: Effect.map(monotonicNow, (now) => pause.leftMs(now)),
  })
})
