import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { once } from "node:events"
import { connect } from "node:net"
import { openSearchServer } from "../src/index.ts"
import { javaDevelopmentKit } from "../src/Program.ts"

// The first run on a machine fetches the jars.
it.live(
  "answers, and is gone when its scope closes",
  () =>
    Effect.gen(function* () {
      const port = yield* Effect.scoped(
        Effect.gen(function* () {
          const { port, url } = yield* openSearchServer
          const plugins = yield* Effect.promise(async () =>
            (await fetch(`${url}/_cat/plugins`)).text(),
          )
          assert.include(plugins, "KNNPlugin")
          return port
        }),
      )
      const [error] = yield* Effect.promise(() => once(connect(port, "127.0.0.1"), "error"))
      assert.strictEqual(error.code, "ECONNREFUSED")
    }),
  360_000,
)

it.effect("names the JDK that is missing", () =>
  Effect.gen(function* () {
    const error = yield* Effect.flip(javaDevelopmentKit("opensearch", 999))
    assert.strictEqual(
      error.message,
      "opensearch: missing-program: no JDK of 999 or newer; install the Debian package openjdk-999-jdk-headless",
    )
  }),
)
