/** Runs one Redis or Valkey on a free loopback port, without persistence; a test may pause, kill and restart it. */
import { Effect, Exit, Scope } from "effect"
import { Redis } from "ioredis"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { freePorts } from "./FreePorts.ts"
import { loopbackCertificate, loopbackKey } from "./LoopbackCertificate.ts"
import { redisProgram } from "./Program.ts"
import { RealServerError } from "./RealServerError.ts"
import { type ServerProcess, serverProcess } from "./ServerProcess.ts"
import { temporaryFolder } from "./TemporaryFolder.ts"

export interface RedisOptions {
  /** Serves TLS only, with `loopbackCertificate`. */
  readonly tls?: boolean
  /** Further settings of `redis-server`, by their names in `redis.conf`. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface RedisServer {
  readonly port: number
  readonly url: string
  /** One command over a connection of its own, for set-up and for looking behind the client's back. */
  readonly command: (...words: ReadonlyArray<string>) => Effect.Effect<unknown, RealServerError>
  /** Silent from now on: its sockets stay open, nothing is read or answered. */
  readonly pause: Effect.Effect<void>
  readonly resume: Effect.Effect<void>
  /** By SIGKILL; what it held is lost. */
  readonly kill: Effect.Effect<void>
  /** Again, empty, on the same port. */
  readonly start: Effect.Effect<void, RealServerError>
}

const tlsSettings = (folder: string, port: number): Readonly<Record<string, string>> => {
  const key = join(folder, "key.pem")
  const certificate = join(folder, "certificate.pem")
  writeFileSync(key, loopbackKey)
  writeFileSync(certificate, loopbackCertificate)
  return {
    port: "0",
    "tls-port": `${port}`,
    "tls-auth-clients": "no",
    "tls-cert-file": certificate,
    "tls-key-file": key,
    "tls-ca-cert-file": certificate,
  }
}

const ask = (port: number, tls: boolean, words: ReadonlyArray<string>) => {
  const [name = "PING", ...values] = words
  const open = () => {
    const redis = new Redis({
      host: "127.0.0.1",
      port,
      lazyConnect: true,
      connectTimeout: 2_000,
      commandTimeout: 5_000,
      retryStrategy: () => null,
      disableClientInfo: true,
      ...(tls ? { tls: { ca: loopbackCertificate, servername: "localhost" } } : {}),
    })
    redis.on("error", () => {})
    return redis
  }
  return Effect.acquireUseRelease(
    Effect.sync(open),
    (redis) =>
      Effect.tryPromise({
        try: () => redis.call(name, ...values),
        catch: (cause) =>
          new RealServerError({ server: "redis", reason: "no-answer", detail: String(cause) }),
      }),
    (redis) => Effect.sync(() => redis.disconnect()),
  )
}

export const redisServer = Effect.fnUntraced(function* (
  options: RedisOptions = {},
): Effect.fn.Return<RedisServer, RealServerError, Scope.Scope> {
  const program = yield* redisProgram
  const [port = 0] = yield* freePorts(1)
  const folder = yield* temporaryFolder("redis")
  const outer = yield* Effect.scope
  const tls = options.tls === true
  const launch = Effect.suspend(() =>
    serverProcess({
      name: "redis",
      command: program,
      args: Object.entries({
        bind: "127.0.0.1",
        dir: folder,
        save: "",
        appendonly: "no",
        // A replica is served at once.
        "repl-diskless-sync-delay": "0",
        ...(tls ? tlsSettings(folder, port) : { port: `${port}` }),
        ...options.settings,
      }).flatMap(([name, value]) => [`--${name}`, value]),
      ready: { writes: "Ready to accept connections" },
    }),
  )
  let life: Scope.Closeable | undefined
  let running: ServerProcess | undefined
  const start = Effect.gen(function* () {
    life = yield* Scope.fork(outer)
    running = yield* Scope.provide(launch, life)
  })
  const kill = Effect.suspend(() => {
    running = undefined
    return life === undefined ? Effect.void : Scope.close(life, Exit.void)
  })
  yield* start
  const signal = (name: NodeJS.Signals) =>
    Effect.suspend(() => running?.signal(name) ?? Effect.void)
  return {
    port,
    url: tls ? `rediss://localhost:${port}` : `redis://127.0.0.1:${port}`,
    command: (...words) => ask(port, tls, words),
    pause: signal("SIGSTOP"),
    resume: signal("SIGCONT"),
    kill,
    start: Effect.andThen(kill, start),
  }
})
