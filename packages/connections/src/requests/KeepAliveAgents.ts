/**
 * Creates HTTP/1.1 agents with keep-alive sockets for clients without HTTP/2, or a `KeepAlivePool` for one server;
 * each with a DNS cache of its own, and closed with the scope.
 */
import { Effect } from "effect"
import { Agent as HttpAgent } from "node:http"
import { Agent as HttpsAgent } from "node:https"
import { DnsCache } from "../dns/DnsCache.ts"
import { KeepAlivePool } from "./KeepAlivePool.ts"

/** One socket serves one request at a time: as many as requests run at once. */
const maxSockets = 256

export const keepAliveAgents = Effect.acquireRelease(
  Effect.sync(() => {
    const dns = new DnsCache()
    const options = {
      keepAlive: true,
      keepAliveMsecs: 60_000,
      maxSockets,
      maxFreeSockets: maxSockets,
      scheduling: "lifo" as const,
      lookup: dns.lookup,
    }
    return { dns, httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) }
  }),
  ({ dns, httpAgent, httpsAgent }) =>
    Effect.sync(() => {
      dns.close()
      httpAgent.destroy()
      httpsAgent.destroy()
    }),
)

/** Sockets to one server, closed with the scope. */
export const keepAlivePool = (url: URL) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => {
        const dns = new DnsCache()
        return { dns, sockets: new KeepAlivePool(url, dns.lookup) }
      }),
      ({ dns, sockets }) =>
        Effect.sync(() => {
          dns.close()
          sockets.close()
        }),
    ),
    ({ sockets }) => sockets,
  )
