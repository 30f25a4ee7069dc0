/**
 * Child process that stands in for the store's services at minimal cost: the first answer of the emulated tables and
 * search to each kind of request is replayed to all later ones. The model is the stub of `bench connections`.
 */
import { createServer, type IncomingMessage } from "node:http"
import { buffer } from "node:stream/consumers"
import { startStub } from "../connections/laboratory/StubServer.ts"
import { listen } from "../measure/Loopback.ts"
import { answerCalls } from "../process/AnswerCalls.ts"

const [table = "", index = ""] = process.argv.slice(2)

const copied = ["authorization", "content-type", "x-amz-date", "x-amz-target"]

const ask = async (upstream: string, request: IncomingMessage, body: Buffer) => {
  const { headers, method = "GET", url = "/" } = request
  const answer = await fetch(new URL(url, upstream), {
    method,
    headers: copied.flatMap((name) => {
      const value = headers[name]
      return typeof value === "string" ? [[name, value] as [string, string]] : []
    }),
    body: body.length === 0 ? null : new Uint8Array(body),
  })
  return {
    status: answer.status,
    type: answer.headers.get("content-type") ?? "application/json",
    body: Buffer.from(await answer.arrayBuffer()),
  }
}

let requests = 0

/** Requests of one kind have one answer; what failed is asked again. */
const replaying = (upstream: string): Promise<number> => {
  const known = new Map<string, ReturnType<typeof ask>>()
  const answerTo = async (request: IncomingMessage) => {
    requests += 1
    const sent = await buffer(request)
    const key = `${request.method} ${request.url} ${String(request.headers["x-amz-target"] ?? "")}`
    const asked = known.get(key) ?? ask(upstream, request, sent)
    known.set(key, asked)
    const answer = await asked
    if (answer.status >= 400) known.delete(key)
    return answer
  }
  const server = createServer({ keepAliveTimeout: 300_000 }, (request, response) => {
    answerTo(request).then(
      ({ body, status, type }) => {
        response.writeHead(status, { "content-type": type, "content-length": body.length })
        response.end(body)
      },
      () => response.destroy(),
    )
  })
  return listen(server)
}

const stub = await startStub()
const ports = { model: stub.port, table: await replaying(table), index: await replaying(index) }

const calls = { ports: () => ports, counts: () => ({ ...stub.counts(), requests }) }

export type ReplayCalls = typeof calls

answerCalls(calls)
