/**
 * Runs the stub of Bedrock Runtime (`StubServer.ts`) in a process of its own, so that its processor time is not the
 * client's.
 */
import { readFileSync } from "node:fs"
import { answerCalls } from "../../process/AnswerCalls.ts"
import { startStub } from "./StubServer.ts"

const [keyFile = "", certificateFile = "", maxConcurrentStreams = "256"] = process.argv.slice(2)

const stub = await startStub(
  {
    key: readFileSync(keyFile, "utf8"),
    certificate: readFileSync(certificateFile, "utf8"),
  },
  Number(maxConcurrentStreams),
)

const calls = {
  ports: () => ({ h2: stub.h2Port, h1: stub.h1Port }),
  counts: () => stub.counts(),
  resetCounts: () => stub.resetCounts(),
}

export type StubCalls = typeof calls

answerCalls(calls)
