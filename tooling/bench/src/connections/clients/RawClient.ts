/**
 * The reference client, hand-written over Node's HTTP/2: the least that a streamed chat costs in Node.
 *
 * It omits nothing that correctness needs: it verifies the certificate and both checksums, treats an answer without
 * `messageStop` as a failure, and has a deadline for silence. Beyond the server's stream limit chats wait for their turn
 * on the one session. It has no pool, retries, PINGs, endpoint rules or credential refresh.
 */
import { once } from "node:events"
import { type ClientHttp2Session, connect } from "node:http2"
import { type ChatClient, cutInSilence } from "./ChatClient.ts"
import { RawAnswer, rawRequests } from "./RawRequests.ts"

const silenceMs = 10_000
const connectMs = 5_000

export const rawClient = (): ChatClient => {
  const { origin, requestOf } = rawRequests()
  let session: Promise<ClientHttp2Session> | undefined

  const open = async (): Promise<ClientHttp2Session> => {
    const opened = connect(origin)
    const leave = () => {
      session = undefined
    }
    // Each stream is told.
    opened.on("error", leave).once("close", leave).once("goaway", leave)
    // Before the server has told its limit, streams beyond it would be refused.
    await once(opened, "remoteSettings", { signal: AbortSignal.timeout(connectMs) })
    return opened
  }

  return async (modelId, question, onText) => {
    const { body, headers, path } = requestOf(modelId, question)
    const opened = await (session ??= open())
    await new Promise<void>((resolve, reject) => {
      const stream = opened.request({ ":method": "POST", ":path": path, ...headers })
      const answer = new RawAnswer(onText)
      const fail = (why: string) => stream.destroy(new Error(why))
      stream.setTimeout(silenceMs, () => fail("the stream fell silent"))
      stream.once("response", ({ ":status": status }) => {
        if (status !== 200) fail(`status ${status}`)
      })
      stream.on("data", (chunk: Buffer) => {
        try {
          answer.push(chunk)
        } catch (error) {
          fail(String(error))
        }
      })
      stream.on("error", reject)
      stream.once("close", () => {
        if (answer.isWhole) resolve()
        else reject(new Error(cutInSilence))
      })
      stream.end(body)
    })
  }
}
