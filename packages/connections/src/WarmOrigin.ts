/**
 * Brings an origin's pool to its floor before traffic needs it: DNS, TCP, TLS, SETTINGS and one PING.
 */
import { type OriginPool } from "./OriginPool.ts"
import { type PoolSettings } from "./PoolOptions.ts"
import { TransportError } from "./TransportError.ts"

export interface WarmedOrigin {
  readonly protocol: "h2" | "http/1.1"
  /** Sessions that stand and answered a PING; 0 in HTTP/1.1, whose sockets open with the first calls. */
  readonly sessions: number
}

/** Fails when the first session cannot be had, or the floor does not stand within twice `connectMs`. */
export const warmOrigin = async (
  pool: OriginPool,
  count: number,
  settings: PoolSettings,
): Promise<WarmedOrigin> => {
  pool.keep(count)
  const first = await pool.acquire(undefined)
  if (first === "http/1.1") return { protocol: "http/1.1", sessions: 0 }
  first.release()
  const deadline = performance.now() + 2 * settings.connectMs
  for (;;) {
    const ready = pool.sessions
    for (const session of ready) if (session.rttMs === undefined) session.ping()
    const answered = ready.filter((session) => session.rttMs !== undefined).length
    if (answered >= count) return { protocol: "h2", sessions: answered }
    if (performance.now() > deadline) {
      const detail = `${answered} of ${count} sessions stood and answered in ${2 * settings.connectMs} ms`
      throw new TransportError("connect-timeout", detail)
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
