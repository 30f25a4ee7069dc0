import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber } from "effect"
import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"
import { callWithin, withDeadline } from "../src/requests/Deadline.ts"

const late = () => Effect.fail("late" as const)

describe("a deadline", () => {
  it("is kept by what arrived in time, though the process was too busy to look", async () => {
    const server = createServer().listen(0, "127.0.0.1")
    await once(server, "listening")
    const address = server.address()
    assert(typeof address === "object" && address !== null)
    const socket = connect(address.port, "127.0.0.1")
    const accepted = (await once(server, "connection")) as [Socket]
    const reply = Effect.callback<string>((resume) => {
      socket.once("data", (data) => resume(Effect.succeed(String(data))))
    })
    const fiber = Effect.runFork(withDeadline(reply, 20, late))
    // Loopback has it at once; nobody reads it until long after the deadline.
    accepted[0].write("reply")
    const until = performance.now() + 60
    while (performance.now() < until);
    assert.deepStrictEqual(await Effect.runPromise(Fiber.await(fiber)), Exit.succeed("reply"))
    socket.destroy()
    accepted[0].destroy()
    server.close()
  })

  it("ends what has not arrived, and interrupts it", async () => {
    let interrupted = false
    const never = Effect.onInterrupt(Effect.never, () =>
      Effect.sync(() => {
        interrupted = true
      }),
    )
    const exit = await Effect.runPromise(Effect.exit(withDeadline(never, 5, late)))
    assert.deepStrictEqual(exit, Exit.fail("late"))
    assert.isTrue(interrupted)
  })
})

describe("a call within a deadline", () => {
  it("is kept by what ends at once and by what ends in time", async () => {
    const atOnce = callWithin<string, string>(
      1_000,
      (resume) => {
        resume(Effect.succeed("now"))
        return () => undefined
      },
      () => "late",
    )
    const soon = callWithin<string, string>(
      1_000,
      (resume) => {
        const timer = setTimeout(() => resume(Effect.succeed("soon")), 2)
        return () => clearTimeout(timer)
      },
      () => "late",
    )
    assert.deepStrictEqual(await Effect.runPromise(Effect.all([atOnce, soon])), ["now", "soon"])
  })

  it("stops what is late or interrupted, once", async () => {
    let stopped = 0
    const silent = (deadlineMs: number) =>
      callWithin<string, string>(
        deadlineMs,
        () => () => {
          stopped += 1
        },
        () => "late",
      )
    assert.deepStrictEqual(await Effect.runPromise(Effect.exit(silent(5))), Exit.fail("late"))
    assert.strictEqual(stopped, 1)
    const fiber = Effect.runFork(silent(60_000))
    await Effect.runPromise(Fiber.interrupt(fiber))
    assert.strictEqual(stopped, 2)
  })

  it("is late at once where the deadline has passed, and Node warns of nothing", async () => {
    const warnings: Array<Error> = []
    const hear = (warning: Error) => void warnings.push(warning)
    process.on("warning", hear)
    const started: Array<number> = []
    for (const deadlineMs of [-5, 0]) {
      const silent = callWithin<string, string>(
        deadlineMs,
        () => {
          started.push(deadlineMs)
          return () => undefined
        },
        () => "late",
      )
      assert.deepStrictEqual(await Effect.runPromise(Effect.exit(silent)), Exit.fail("late"))
    }
    assert.deepStrictEqual(started, [])
    process.off("warning", hear)
    assert.deepStrictEqual(warnings, [])
  })

  it("is kept by what arrived in time, though the process was too busy to look", async () => {
    const server = createServer().listen(0, "127.0.0.1")
    await once(server, "listening")
    const address = server.address()
    assert(typeof address === "object" && address !== null)
    const socket = connect(address.port, "127.0.0.1")
    const accepted = (await once(server, "connection")) as [Socket]
    const reply = callWithin<string, string>(
      20,
      (resume) => {
        socket.once("data", (data) => resume(Effect.succeed(String(data))))
        return () => undefined
      },
      () => "late",
    )
    const fiber = Effect.runFork(reply)
    accepted[0].write("reply")
    const until = performance.now() + 60
    while (performance.now() < until);
    assert.deepStrictEqual(await Effect.runPromise(Fiber.await(fiber)), Exit.succeed("reply"))
    socket.destroy()
    accepted[0].destroy()
    server.close()
  })
})
