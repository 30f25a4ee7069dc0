/**
 * A server that is stopped while the sessions' table takes nothing: every acknowledged turn is in the dead-letter queue
 * (moto's SQS) or, said in the log and by the exit code, on disk; `sinks replay` brings it back in order, once.
 */
import { spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { fileURLToPath } from "node:url"
import { motoServer } from "@manga-assist/real-servers"
import { Effect, Exit, Scope } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest"
import { connect } from "./ChatClient.ts"
import { openPrograms, type Programs } from "./Programs.ts"
import { storedTurns } from "./SessionTable.ts"

const sinks = fileURLToPath(new URL("../../sinks/src/main.ts", import.meta.url))

let programs: Programs
let aws: Readonly<Record<string, string>>
let queueUrl = ""
const scope = Effect.runSync(Scope.make())

beforeAll(async () => {
  programs = await openPrograms()
  const moto = await Effect.runPromise(Scope.provide(motoServer, scope))
  aws = { ...(await programs.startEmulators()), AWS_ENDPOINT_URL_SQS: moto.url }
})
beforeEach(async () => {
  await faults([])
  const created = await sqs("CreateQueue", { QueueName: randomUUID() })
  queueUrl = String(created["QueueUrl"])
})
afterAll(async () => {
  await programs.stop()
  await Effect.runPromise(Scope.close(scope, Exit.void))
})

const sqs = async (operation: string, input: object): Promise<Record<string, unknown>> => {
  const reply = await fetch(aws["AWS_ENDPOINT_URL_SQS"] ?? "", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AmazonSQS.${operation}`,
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/ap-northeast-1/sqs/aws4_request, SignedHeaders=host, Signature=00",
    },
    body: JSON.stringify(input),
  })
  const body: unknown = await reply.json()
  if (!reply.ok) throw new Error(JSON.stringify(body))
  return body as Record<string, unknown>
}

const waitingInQueue = async (): Promise<number> => {
  const { Attributes } = await sqs("GetQueueAttributes", {
    QueueUrl: queueUrl,
    AttributeNames: ["ApproximateNumberOfMessages"],
  })
  return Number((Attributes as Record<string, string>)["ApproximateNumberOfMessages"])
}

const faults = (list: ReadonlyArray<object>) =>
  fetch(`${aws["ADMIN_URL"]}/faults`, { method: "PUT", body: JSON.stringify(list) })

/** The turns of five answered questions, the table being away, and what the server leaves when it is stopped then. */
const stoppedAfterFive = async (session: string, fault: object, queue: string) => {
  const environment = { ...aws, SINK_DEAD_LETTER_QUEUE_URL: queue, AWS_ACCOUNT_ID: "" }
  const server = await programs.startServer(environment)
  onTestFinished(async () => void (await server.stop()))
  const client = await connect(server.url, { session })
  await faults([{ ...fault, service: "dynamodb", operation: "BatchWriteItem" }])
  const turns: Array<string> = []
  for (let asked = 1; asked <= 5; asked += 1) {
    const { last } = await client.ask(`How much is volume ${asked} of One Piece as paperback?`)
    expect(last).toMatchObject({ type: "turn-end", finish: "complete" })
    expect(last["degraded"]).not.toContain("not-recorded")
    turns.push(String(last["turn"]))
  }
  const code = await server.stop()
  await faults([])
  const inspected = runSinks(server.data, "inspect", "--json")
  const { folders } = JSON.parse(inspected.said) as { folders: ReadonlyArray<{ waiting: number }> }
  const waiting = folders.reduce((sum, each) => sum + each.waiting, 0)
  return { code, turns, waiting, data: server.data, output: server.output() }
}

const runSinks = (data: string, ...words: ReadonlyArray<string>) => {
  const env = { ...process.env, ...aws, DATA_DIR: data, SINK_DEAD_LETTER_QUEUE_URL: queueUrl }
  const { status, stderr, stdout } = spawnSync(process.execPath, [sinks, ...words], {
    env,
    encoding: "utf8",
  })
  return { status, said: `${stdout}${stderr}` }
}

const expectStored = async (session: string, turns: ReadonlyArray<string>) => {
  const stored = await storedTurns(aws, session)
  expect(stored.map(({ sk }) => sk?.S?.split("#").at(-1))).toEqual(turns)
}

const away = [{ kind: "unavailable" }, { kind: "slow", delayMs: 60_000 }]

describe.each(away)("a stop while the table is away: $kind", (fault) => {
  it("leaves no acknowledged turn behind, and replay brings them back in order, once", async () => {
    const session = `stop-${randomUUID()}`
    const { code, data, turns, waiting } = await stoppedAfterFive(session, fault, queueUrl)
    // A starved machine may have had no time for a request to the queue, or for its answer: then the disk has it.
    expect(code).toBe(waiting === 0 ? 0 : 3)
    expect(waiting + (await waitingInQueue())).toBeGreaterThanOrEqual(5)
    expect(runSinks(data, "replay")).toMatchObject({ status: 0 })
    expect(runSinks(data, "replay", "--queue")).toMatchObject({ status: 0 })
    await expectStored(session, turns)
    expect(await waitingInQueue()).toBe(0)
  })

  it("without a queue says what is left and where, and exits 3", async () => {
    const session = `left-${randomUUID()}`
    const { code, data, output, turns, waiting } = await stoppedAfterFive(session, fault, "")
    expect({ code, waiting }).toEqual({ code: 3, waiting: 5 })
    expect(output.match(/could not be delivered before the stop: 5 of session/g)).toHaveLength(1)
    expect(output).toContain(`${data}/spool`)
    expect(runSinks(data, "replay")).toMatchObject({ status: 0 })
    await expectStored(session, turns)
  })
})
