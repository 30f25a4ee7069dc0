/**
 * DynamoDB on loopback: dynalite, an emulator, behind the HTTP front of all emulated services, with its tables on disk.
 *
 * Any well-formed signature is accepted. dynalite has no transactions, no time to live and no streams; it answers those
 * with `UnknownOperationException`. Instead of a stream one table can be watched.
 */
import { randomUUID } from "node:crypto"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import {
  type FrontResponse,
  type RunningService,
  type ServiceContext,
} from "@manga-assist/bedrock-emulator/services"
import { startHttpFront } from "../HttpFront.ts"
import { startDynalite } from "./DynaliteThread.ts"
import { operation, tellingOfChanges, type WatchedTable } from "./TableChanges.ts"

/** DynamoDB's own bound on a request. */
const maxBodyBytes = 16 * 1024 * 1024

export interface RunningDynamoDb extends RunningService {
  /** From now on its writers wait until `changed` has been told. One table at a time. */
  readonly watch: (table: WatchedTable) => void
}

/** @throws PortUnavailable, TablesUnavailable */
export const startDynamoDb = async (options: {
  readonly context: ServiceContext
  readonly dataDir: string
  readonly host: string
  readonly port: number
  readonly region: string
}): Promise<RunningDynamoDb> => {
  const path = join(options.dataDir, "dynamodb")
  mkdirSync(path, { recursive: true })
  const dynalite = await startDynalite({ path, region: options.region })
  let handle: typeof dynalite.request = (request) => dynalite.request(request)
  try {
    const front = await startHttpFront({
      context: options.context,
      host: options.host,
      port: options.port,
      maxBodyBytes,
      compress: false,
      operationOf: (request) => operation(request.headers["x-amz-target"]),
      handle: (request) => handle(request),
      problem,
    })
    return {
      watch: (table) => {
        handle = tellingOfChanges(dynalite.request, table)
      },
      environment: { AWS_ENDPOINT_URL_DYNAMODB: `http://${options.host}:${front.port}` },
      close: async () => {
        await front.close()
        await dynalite.close()
      },
    }
  } catch (error) {
    await dynalite.close()
    throw error
  }
}

const problems = {
  throttle: [
    400,
    "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
  ],
  unavailable: [
    503,
    "com.amazonaws.dynamodb.v20120810#ServiceUnavailable",
    "The service is temporarily unavailable.",
  ],
  internal: [
    500,
    "com.amazonaws.dynamodb.v20120810#InternalServerError",
    "The request processing has failed because of an unknown error.",
  ],
  "too-large": [
    413,
    "com.amazon.coral.service#RequestEntityTooLargeException",
    "The request is larger than 16 MiB.",
  ],
  "bad-encoding": [
    400,
    "com.amazon.coral.service#SerializationException",
    "The content encoding of the request is not readable.",
  ],
} as const

const problem = (kind: keyof typeof problems): FrontResponse => {
  const [status, type, message] = problems[kind]
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID() },
    body: JSON.stringify({ __type: type, message }),
  }
}
