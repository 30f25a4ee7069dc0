import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber } from "effect"
import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"
import { withDeadline } from "../src/Deadline.ts"

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
