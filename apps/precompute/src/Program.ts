/**
 * What each command of `precompute` runs. `run`, the default, is the worker: it answers popular questions ahead of
 * demand, pass after pass or once, or only prints what a pass would renew. `report` prints measured traffic and cost;
 * `wordings` lists or removes learned wordings.
 *
 * The schedule is checked before anything is connected for `run` and `report`; a wrong one exits with code 2.
 */
import {
  layerConnections,
  layerModelBudget,
  layerStore,
  FollowedNames,
} from "@manga-assist/assistant"
import { layerLogging, missingSettings, runMain } from "@manga-assist/process"
import { Cause, Context, Effect, Exit, Layer, Logger, References } from "effect"
import { wordingCommand } from "./wordings/WordingCommand.ts"
import { WordingLearning } from "./wordings/WordingLearning.ts"
import { summaryText } from "./wordings/WordingSummary.ts"
import { ownPrices } from "./spending/Cost.ts"
import { endsByItself, type Request } from "./Arguments.ts"
import { demandPattern } from "./questions/Entry.ts"
import { FencedStore } from "./leader/FencedStore.ts"
import { HeldAnswers } from "./answers/HeldAnswers.ts"
import { Leadership } from "./leader/Leadership.ts"
import { layerMetricsServer } from "./MetricsServer.ts"
import { PrecomputeError } from "./PrecomputeError.ts"
import { showProgress } from "./worker/Progress.ts"
import { figures } from "./report/Figures.ts"
import { print } from "./report/Print.ts"
import { loadSchedule } from "./schedule/ScheduleFile.ts"
import { switchCommand } from "./report/Switches.ts"
import { planText, trafficText } from "./report/TextReport.ts"
import { trafficReport } from "./report/TrafficReport.ts"
import { PrecomputeWorker } from "./worker/Worker.ts"
import { layerPorts } from "./worker/WorkerPorts.ts"

/** A pass under way is given up; what it wrote stays. */
const stopWithinMs = 10_000
/** A leader that died is followed in about 5 s. */
const waitForLeadMs = 10_000

/** What is asked of titles is read by their names; a table that is away does not keep the worker from the rest. */
const named = Layer.effectDiscard(Effect.ignore(FollowedNames.untilRead))

const services = WordingLearning.layer.pipe(
  Layer.provideMerge(PrecomputeWorker.layerShared),
  Layer.provideMerge(layerPorts),
  Layer.provide(HeldAnswers.layer),
  Layer.provide(named.pipe(Layer.provideMerge(layerStore))),
)

const ledBy = (leadership: typeof Leadership.layer) =>
  services.pipe(
    Layer.provide(FencedStore.layer),
    Layer.provide(leadership),
    Layer.provide(
      layerModelBudget(ownPrices().perMillionTokens).pipe(Layer.provideMerge(layerConnections)),
    ),
  )

/** Writes only as the leader. */
const worker = ledBy(Leadership.layer)

/** Looks and never writes: leads nobody, so that it takes no lead from a worker. */
const onlooker = ledBy(Leadership.layerAlone)

/** Standard output is the result's alone. */
const warnings = Layer.merge(
  Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)]),
  Layer.succeed(References.MinimumLogLevel, "Warn"),
)

const scheduled = Effect.gen(function* () {
  yield* Layer.build(
    Layer.mergeAll(
      PrecomputeWorker.layerScheduled,
      WordingLearning.layerScheduled,
      layerMetricsServer,
    ).pipe(Layer.provide(worker), Layer.provide(layerLogging)),
  )
  return yield* Effect.never
})

const once = Effect.fnUntraced(function* (pattern: string | undefined) {
  const context = yield* Layer.build(worker)
  const { leadership, pass } = Context.get(context, PrecomputeWorker)
  const learning = Context.get(context, WordingLearning)
  const term = yield* leadership.term.pipe(Effect.timeoutOption(waitForLeadMs))
  if (term._tag === "None") {
    // Nobody is known to lead while the lock cannot be asked.
    const trouble = leadership.trouble()
    if (trouble !== undefined) {
      const { detail } = trouble
      return yield* new PrecomputeError({ reason: "store", detail, cause: trouble })
    }
    return yield* print(
      JSON.stringify({ led: false, reason: "another worker leads and renews what is due" }),
    )
  }
  const whole = Effect.gen(function* () {
    const passed = yield* Effect.scoped(
      Effect.flatMap(showProgress(process.stderr), (onProgress) => pass({ pattern, onProgress })),
    )
    // One pattern is for a person who waits for it.
    return pattern === undefined
      ? { ...passed, wordings: yield* learning.pass(term.value) }
      : passed
  })
  const report = yield* Effect.raceFirst(
    whole,
    Effect.as(term.value.lost, { stopped: "the lead was lost" }),
  )
  yield* print(JSON.stringify({ led: true, ...report }))
})

const dryRun = Effect.fnUntraced(function* (pattern: string | undefined) {
  const { plan, schedule } = Context.get(yield* Layer.build(onlooker), PrecomputeWorker)
  yield* print(planText(yield* plan({ pattern }), schedule.leftOut))
})

const report = Effect.fnUntraced(function* (json: boolean) {
  const context = yield* Layer.build(onlooker)
  const { plan, schedule } = Context.get(context, PrecomputeWorker)
  const counted = yield* Effect.provideContext(figures, context)
  const told = trafficReport(schedule, yield* plan({}), counted)
  const state = yield* Context.get(context, WordingLearning).state
  const { off, totals, wordings } = state
  yield* print(
    json
      ? JSON.stringify({ ...told, wordings: { learned: wordings.length, ...totals, off } })
      : `${trafficText(told)}\n${summaryText(state)}`,
  )
})

const programOf = (request: Exclude<Request, { command: "wordings" | "switches" }>) => {
  if (request.command === "report") return Effect.provide(report(request.json), warnings)
  if (request.dryRun) return Effect.provide(dryRun(request.pattern), warnings)
  return request.once ? Effect.provide(once(request.pattern), warnings) : scheduled
}

const refuse = (message: string, code = 2): void => {
  process.stderr.write(`error: ${message}\n`)
  process.exitCode = code
}

export const start = (request: Request): void => {
  // Needs no schedule: wordings can be taken back whatever stands in it.
  if (request.command === "wordings") {
    const command = Effect.provide(wordingCommand(request), warnings)
    return runMain(Effect.scoped(command), stopWithinMs, { command: true })
  }
  if (request.command === "switches") {
    const command = Effect.provide(switchCommand(request), warnings)
    return runMain(command, stopWithinMs, { command: true })
  }
  const schedule = Effect.runSyncExit(loadSchedule)
  if (Exit.isFailure(schedule)) {
    const failed = schedule.cause.reasons.find(Cause.isFailReason)
    return refuse(failed?.error.message ?? Cause.pretty(schedule.cause))
  }
  if (request.command === "run" && request.pattern !== undefined) {
    const names = [...schedule.value.patterns.map(({ name }) => name), demandPattern]
    if (!names.includes(request.pattern)) {
      return refuse(`--pattern must be one of ${names.join(", ")}, not "${request.pattern}"`)
    }
  }
  // Without it the answers would be paid for and end with this process.
  const shared = { name: "REDIS_URL", what: "the cache that the chat servers read" }
  const writes = request.command === "run" && !request.dryRun
  const missing = missingSettings(process.env, writes ? [shared] : [])
  if (missing !== undefined) return refuse(missing, 1)
  return runMain(Effect.scoped(programOf(request)), stopWithinMs, {
    command: endsByItself(request),
  })
}
