/** A socket's frames do not come all in one turn of the event loop, over both transports. */
import { Effect, type Layer } from "effect"
import { expect, it } from "vitest"
import { FrameTurns } from "../src/transport/FrameTurns.ts"
import { SocketServer } from "../src/transport/SocketServer.ts"
import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { clientFrame, RawConnection } from "./RawConnection.ts"

const sent = 200
const transports: ReadonlyArray<readonly [string, Layer.Layer<SocketServer, unknown>]> = [
  ["uws", layerUws],
  ["ws", layerWs],
]

it.each(transports)(
  "frames that come at once are taken one a turn over %s",
  async (_, transport) => {
    const counts = [0]
    let ticking: NodeJS.Immediate | undefined
    const tick = () => {
      counts.push(0)
      ticking = setImmediate(tick)
    }
    const taken = Effect.gen(function* () {
      const names = { host: "HOST", port: "PORT" }
      const listener = {
        message: () => void (counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1),
        pinged: () => {},
        drained: () => {},
        closed: () => {},
      }
      const { port } = yield* (yield* SocketServer).listen(
        { host: "127.0.0.1", port: 0, names },
        {
          subprotocol: "",
          request: () => {},
          upgrade: () => ({
            open: (socket) => {
              socket.send('"ready"')
              return listener
            },
          }),
        },
      )
      const raw = yield* Effect.promise(() => RawConnection.webSocket(port))
      tick()
      raw.write(
        Buffer.concat(Array.from({ length: sent }, () => clientFrame(0x81, Buffer.from("x")))),
      )
      const all = () => counts.reduce((sum, count) => sum + count, 0)
      yield* Effect.promise(() => expect.poll(all).toBe(sent))
      raw.end()
    })
    await Effect.runPromise(Effect.provide(Effect.scoped(taken), transport))
    clearImmediate(ticking)
    expect(Math.max(...counts)).toBeLessThanOrEqual(2)
  },
)

it("frames that wait are bounded, and of them a few are taken at the end", () => {
  const taken: Array<number> = []
  const turns = new FrameTurns((data) => void taken.push(data.length))
  const added = Array.from({ length: 6 }, (_, at) => turns.add(new Uint8Array(65_000 + at), false))
  expect(added).toEqual([true, true, true, true, true, false])
  expect(taken).toEqual([65_000])
  turns.end()
  expect(taken).toEqual([65_000, 65_001, 65_002, 65_003, 65_004])
})
