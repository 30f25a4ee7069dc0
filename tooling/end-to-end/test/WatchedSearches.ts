/** An address in front of a search server that passes everything on and keeps the searches. */
import { createServer, request as ask } from "node:http"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { buffer } from "node:stream/consumers"

export type SearchBody = Readonly<Record<string, unknown>>

export interface WatchedSearches {
  readonly url: string
  /** Each once, in the order of their first arrival. */
  readonly searches: () => ReadonlyArray<SearchBody>
  readonly close: () => void
}

/** Of a request of several searches, every second line is one. */
const searchesIn = (path: string, body: string): ReadonlyArray<string> => {
  if (path.endsWith("/_search")) return [body]
  return path.endsWith("/_msearch")
    ? body.split("\n").filter((line, at) => at % 2 === 1 && line !== "")
    : []
}

export const watchSearches = async (target: string): Promise<WatchedSearches> => {
  const seen = new Set<string>()
  const server = createServer((asked, answer) => {
    const { headers, method, url: path = "/" } = asked
    void buffer(asked).then((body) => {
      for (const search of searchesIn(path, body.toString("utf8"))) seen.add(search)
      const passed = ask(new URL(path, target), { method, headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers)
        reply.pipe(answer)
      })
      passed.on("error", () => answer.destroy())
      passed.end(body)
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    searches: () => Array.from(seen, (search): SearchBody => JSON.parse(search)),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
