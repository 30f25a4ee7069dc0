/**
 * Child process that stands in for the store's services at minimal cost: the first answer of the emulated tables and
 * search to each kind of request is replayed to all later ones. The model is the stub of `bench connections`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { readFileSync } from "node:fs"
import { answerCalls } from "../process/AnswerCalls.ts"
import { listen } from "../measure/Loopback.ts"
import { startStub } from "../connections/laboratory/StubServer.ts"

const [keyFile = "", certificateFile = "", table = "", index = ""] = process.argv.slice(2)

interface Kept {
  readonly status: number
  readonly type: string
  readonly body: Buffer
}

const wholeBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const copied = ["authorization", "content-type", "x-amz-date", "x-amz-target"]

/** Requests of one kind have one answer; what failed is asked again. */
const replaying = async (upstream: string): Promise<number> => {
  const known = new Map<string, Promise<Kept>>()
  const ask = async (request: IncomingMessage, body: Buffer): Promise<Kept> => {
    const { method = "GET", url = "/" } = request
    const answer = await fetch(new URL(url, upstream), {
      method,
      headers: copied.flatMap((name) => {
        const value = request.headers[name]
        return typeof value === "string" ? [[name, value] as [string, string]] : []
      }),
      ...(method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(body) }),
    })
    return {
      status: answer.status,
      type: answer.headers.get("content-type") ?? "application/json",
      body: Buffer.from(await answer.arrayBuffer()),
    }
  }
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await wholeBody(request)
    const key = `${request.method} ${request.url} ${String(request.headers["x-amz-target"] ?? "")}`
    let kept = known.get(key)
    if (kept === undefined) {
      kept = ask(request, body)
      known.set(key, kept)
    }
    const answer = await kept
    if (answer.status >= 400) known.delete(key)
    response.writeHead(answer.status, {
      "content-type": answer.type,
      "content-length": answer.body.length,
    })
    response.end(answer.body)
  }
  const server = createServer({ keepAliveTimeout: 300_000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  return listen(server)
}

const stub = await startStub({
  key: readFileSync(keyFile, "utf8"),
  certificate: readFileSync(certificateFile, "utf8"),
})
const ports = { model: stub.port, table: await replaying(table), index: await replaying(index) }

const calls = {
  ports: () => ports,
  counts: () => stub.counts(),
}

export type ReplayCalls = typeof calls

answerCalls(calls)
