/**
 * Opens the wanted number of HTTP/2 sessions to an origin before traffic needs them: DNS, TCP, TLS, SETTINGS and one
 * PING each.
 *
 * Rejects if no session can be opened, or not all of them within twice the connect deadline. For an HTTP/1.1 origin
 * it resolves with no sessions.
 */
import type { OriginPool } from "./OriginPool.ts"
import type { PoolSettings } from "./PoolOptions.ts"
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
  return new Promise((resolve, reject) => {
    const waitMs = 2 * settings.connectMs
    const answered = () => pool.sessions.filter(({ rttMs }) => rttMs !== undefined).length
    const finish = (settle: () => void) => {
      stop()
      clearTimeout(timer)
      settle()
    }
    const look = () => {
      for (const session of pool.sessions) if (session.rttMs === undefined) session.ping()
      const standing = answered()
      if (standing >= count) finish(() => resolve({ protocol: "h2", sessions: standing }))
    }
    const stop = pool.observe(look)
    const timer = setTimeout(() => {
      const detail = `${answered()} of ${count} sessions stood and answered in ${waitMs} ms`
      finish(() => reject(new TransportError("connect-timeout", detail)))
    }, waitMs)
    look()
  })
}
