/**
 * Runs everything on one machine: emulators with their data, then the server, then the precompute worker (without Redis
 * it runs inside the server).
 *
 * Started in this order. Stopped first the server, then the worker, then the emulators, each with its deadline. The stack ends at a signal, when a package manager that started it has died, or when the emulators or the
 * server end; the worker alone is started again.
 */
import { fileURLToPath } from "node:url"
import { Clock, Deferred, Effect, Fiber, Scope } from "effect"
import { buildPage, startEmulators, startOrchestrator } from "./Announced.ts"
import type { Child, ChildSpec } from "./Child.ts"
import { type Console } from "./Console.ts"
import { forApps, forReplays, hasRedis } from "./Environment.ts"
import { leaveEnvironment } from "./EnvironmentFile.ts"
import { portTaken } from "./PortTaken.ts"
import { putBehind, reachable, untilReady } from "./Readiness.ts"
import { offerReplays } from "./Replays.ts"
import { runWorker, workerBackoff, type Backoff } from "./Worker.ts"

/** Absolute paths of the programs. */
interface Programs {
  readonly localAws: string
  readonly orchestrator: string
  readonly precompute: string
  /** Writes the console's files into the folder it is given, and says `console FOLDER`. */
  readonly page: string
  /** Replays the source document's two configurations once. */
  readonly replay: string
}

export interface StackOptions {
  readonly programs: Programs
  readonly localAwsFlags: ReadonlyArray<string>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly console: Console
  readonly backoff?: Backoff
}

/** How it ended: the exit code, and why in one line. */
export interface Outcome {
  readonly code: number
  readonly why: string
}

const failed = (why: string): Effect.Effect<never, Outcome> => Effect.fail({ code: 1, why })

/** Seeding thousands of products on a busy machine included. */
const emulatorsMs = 180_000
const listeningMs = 60_000
const readyMs = 60_000
const quickStopMs = 10_000
const progressMs = 2_000

/** Drains take as long as they are allowed to, and a little for the way out. */
const orchestratorStopMs = (environment: StackOptions["environment"]): number => {
  const drainMs = Number(environment.DRAIN_TIMEOUT_MS ?? "25000")
  return (Number.isFinite(drainMs) && drainMs >= 0 ? Math.min(drainMs, 600_000) : 25_000) + 5000
}

const followParent = fileURLToPath(new URL("./FollowParent.ts", import.meta.url))

/** Runs until `over` is decided, by the caller or by a child; then everything has been stopped. */
export const runStack = (
  options: StackOptions,
  over: Deferred.Deferred<Outcome>,
): Effect.Effect<Outcome> => Effect.scoped(bringUpUntil(options, over))

const bringUpUntil = Effect.fnUntraced(function* (
  options: StackOptions,
  over: Deferred.Deferred<Outcome>,
) {
  const { console, programs } = options
  let ready = false

  const endsWith = Effect.fnUntraced(function* (child: Child) {
    const end = yield* child.ended
    yield* Deferred.succeed(over, {
      code: end.code === 0 && !ready ? 1 : end.code,
      why: `${end.name} ended ${ready ? "by itself" : "before it was ready"} (${end.detail})`,
    })
  })
  const within = <A>(wait: Effect.Effect<A>, ms: number, what: string) =>
    wait.pipe(
      Effect.timeoutOrElse({
        duration: ms,
        orElse: () => failed(`${what} within ${ms / 1000} s`),
      }),
    )
  const program = (
    name: string,
    script: string,
    environment: ChildSpec["environment"],
    graceMs = quickStopMs,
  ): Omit<ChildSpec, "onOut"> => ({
    name,
    script,
    args: [],
    environment,
    graceMs,
    onErr: console.child(name),
  })
  const following = { nodeArgs: ["--import", followParent] }

  let doing = ""
  const begin = (what: string): void => {
    doing = what
    console.note(what)
  }
  /** A line every two seconds: silence looks like a hang. */
  const saying = Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeMillis
    return yield* Effect.sleep(progressMs).pipe(
      Effect.andThen(Clock.currentTimeMillis),
      Effect.tap((now) =>
        Effect.sync(() => console.note(`${doing}: ${Math.round((now - startedAt) / 1_000)} s`)),
      ),
      Effect.forever,
    )
  })

  const bringUp = Effect.gen(function* () {
    const taken = yield* portTaken(options.environment)
    if (taken !== undefined) return yield* failed(taken)
    begin("starting the emulators and their data")
    const progress = yield* Effect.forkScoped(saying, { startImmediately: true })
    const page = yield* buildPage(program("console", programs.page, options.environment))
    // `HOST` is where customers are served; stand-ins for AWS are for this machine alone.
    const loopback = { ...options.environment, HOST: "127.0.0.1" }
    const emulators = yield* startEmulators({
      ...program("local-aws", programs.localAws, loopback),
      args: options.localAwsFlags,
    })
    yield* Effect.forkScoped(endsWith(emulators.child), { startImmediately: true })
    const names = yield* within(emulators.said, emulatorsMs, "local-aws was not ready")
    console.result(`admin ${names.get("ADMIN_URL") ?? "not offered"}`)

    yield* leaveEnvironment(options.environment, names, console.note)

    const replays = yield* offerReplays({
      ...program("replay", programs.replay, forReplays(options.environment, names)),
      ...following,
    })
    const environment: Readonly<Record<string, string | undefined>> = {
      ...forApps(options.environment, names),
      REPLAY_URL: replays,
      ...(yield* page),
    }
    // Opened before the server's, so that the worker is stopped after it.
    const workerScope = yield* Scope.fork(yield* Effect.scope)
    begin("starting the orchestrator")
    const stopMs = orchestratorStopMs(options.environment)
    const server = yield* startOrchestrator({
      ...program("orchestrator", programs.orchestrator, environment, stopMs),
      ...following,
    })
    yield* Effect.forkScoped(endsWith(server.child), { startImmediately: true })
    const { customers, operators } = yield* within(
      server.said,
      listeningMs,
      "the orchestrator did not listen",
    )
    begin("warming up")
    const unready = yield* untilReady(operators, readyMs)
    if (unready !== undefined) return yield* failed(`not ready in time: ${unready}`)
    const endpoint = names.get("GATEWAY_ENDPOINT")
    const gatewayUrl = names.get("GATEWAY_URL")
    if (endpoint !== undefined) {
      const why = yield* putBehind(endpoint, customers)
      if (why !== undefined) console.note(`the gateway does not know the server: ${why}`)
    }
    if (hasRedis(environment)) {
      console.note("starting the precompute worker")
      const spec = { ...program("precompute", programs.precompute, environment), ...following }
      yield* Effect.forkIn(
        runWorker({ ...spec, onOut: spec.onErr }, console.note, options.backoff ?? workerBackoff),
        workerScope,
        { startImmediately: true },
      )
    }
    ready = true
    yield* Fiber.interrupt(progress)
    console.result(`operator ${operators}`)
    if (gatewayUrl !== undefined) console.result(`gateway ${gatewayUrl}`)
    console.result(`ready ${customers}`)
    console.note(chatHint(gatewayUrl ?? chatUrl(customers)))
    if (environment.CONSOLE_DIR) for (const link of links(customers, operators)) console.note(link)
    return yield* Effect.never
  })

  const outcome = yield* Effect.raceFirst(bringUp, Deferred.await(over)).pipe(
    Effect.catch(Effect.succeed),
  )
  console.note(`${outcome.why}; stopping`)
  return outcome
})

/** What is worth a look, for people: `HOST` may be an address to bind to. */
const links = (customers: string, operators: string): ReadonlyArray<string> => [
  `ask, and see where the time goes:  ${reachable(customers, "/").href}`,
  `before | after the optimisations:  ${reachable(operators, "/machine#replay").href}`,
]

const usualUrl = "ws://127.0.0.1:8080/chat"

const chatUrl = (base: string): string => {
  const url = new URL("/chat", base)
  return url.port === "8080" ? usualUrl : `ws://${url.host}/chat`
}

const chatHint = (url: string): string => {
  const option = url === usualUrl ? "" : ` --url ${url}`
  return `chat with it in another terminal: npx -y pnpm@12 chat${option}`
}
