/** Runs one cell: customers chat, the dependency breaks, heals, and everything is left alone. */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { noiseBetween, readTicks, tooNoisy } from "@manga-assist/bench/measure/Noise"
import { pause, sharedClock } from "@manga-assist/bench/measure/OpenLoop"
import type { Cell } from "./Cells.ts"
import { openCustomers } from "./Customers.ts"
import { heldNow } from "./HeldNow.ts"
import { rememberedMs } from "./Dependencies.ts"
import { type Held, lossesOf, recoveryMsOf, type Seen } from "./Judge.ts"
import type { Stall } from "./ProxyProcess.ts"
import type { World } from "./World.ts"

/** Well before it breaks, broken, and at least watched after it healed. */
const phases = { wellMs: 2_000, brokenMs: 5_000, watchedMs: 1_500 }
/** So many messages in a row that lose nothing: it is well again. */
const wellAfter = 12
/** What a target was late for is written, and what was opened is closed, within this: others take time from that, too. */
const settleMs = { quiet: 20_000, busy: 60_000 }

interface Rested {
  /** Nobody has come since, and to look costs it 2 s of processor time. */
  readonly held: Held
  readonly stalls: ReadonlyArray<Stall>
  readonly modelHealedAt: number | undefined
}

/** How a server was when its last cell was over. */
const restedOf = new WeakMap<ReturnType<World["serverOf"]>, Rested>()

export const runCell = async (world: World, cell: Cell): Promise<Seen> => {
  const server = world.serverOf(cell.layer)
  const rested = restedOf.get(server)
  const before = rested?.held ?? (await heldNow(server, settleMs.busy))
  const byGateway = cell.down.includes("gateway")
  const hasVisitors = cell.down.includes("keys")
  await world.watchStalls(cell.layer)
  const ticks = readTicks()
  const isNoisy = () => tooNoisy(noiseBetween(ticks, readTicks()))
  const customers = await openCustomers({
    url: byGateway ? await world.gatewayTo(cell.layer) : server.url,
    tokenOf: world.issuer.tokenOf,
    hasVisitors,
  })
  try {
    await pause(phases.wellMs)
    const brokenAt = sharedClock.now()
    // A key that the server has never seen.
    if (hasVisitors) await world.issuer.renew()
    await world.breakDown(cell)
    await sharedClock.until(brokenAt + phases.brokenMs)
    await world.heal(cell)
    const healedAt = sharedClock.now()
    await pause(phases.watchedMs)
    const isWell = () => {
      const ended = customers.messages.filter(
        ({ sentAt, told }) => sentAt > healedAt && told.totalMs !== undefined,
      )
      const last = ended.slice(-wellAfter)
      return last.length === wellAfter && last.every((message) => lossesOf(message).length === 0)
    }
    // How long that takes is not judged of a busy machine.
    const wasBusy = isNoisy()
    if (!wasBusy) await lookUntil(isWell, Boolean, { everyMs: 200, withinMs: recoveryMsOf(cell) })
    await customers.stop()
    const stalls = [...(rested?.stalls ?? []), ...(await world.stalls())]
    const isBusy = wasBusy || isNoisy()
    const errors = customers.errors()
    await customers.close()
    const after = await heldNow(server, isBusy ? settleMs.busy : settleMs.quiet, before)
    const recent = stalls.filter(({ from }) => from > healedAt - rememberedMs)
    const { messages } = customers
    const modelHealedAt = rested?.modelHealedAt
    restedOf.set(server, {
      held: after,
      stalls: recent,
      modelHealedAt: cell.down.includes("bedrock") ? healedAt : modelHealedAt,
    })
    const held = { before, after }
    return { cell, messages, errors, brokenAt, healedAt, stalls, modelHealedAt, isBusy, ...held }
  } finally {
    await world.heal(cell)
    await customers.stop()
    await customers.close()
  }
}
