/**
 * Finds DynamoDB's endpoint and signing scope exactly as the AWS SDK would: it prepares one request with fake
 * credentials, which is read and never sent.
 */
import { DynamoDBClient, type DynamoDBClientConfig, GetItemCommand } from "@aws-sdk/client-dynamodb"
import { HttpRequest } from "@smithy/core/protocols"
import type { SigningScope } from "../aws/SigV4.ts"

export interface DynamoEndpoint {
  readonly url: URL
  readonly path: string
  readonly scope: SigningScope
}

/** `settings` beside the SDK's own. Rejects with its error, mostly a region that is missing. */
export const dynamoEndpoint = async (settings: DynamoDBClientConfig): Promise<DynamoEndpoint> => {
  const client = new DynamoDBClient({
    ...settings,
    credentials: () => Promise.resolve({ accessKeyId: "probe", secretAccessKey: "probe" }),
    maxAttempts: 1,
  })
  let request: HttpRequest | undefined
  const command = new GetItemCommand({ TableName: "probe", Key: {} })
  command.middlewareStack.add(
    () => (args) => {
      if (HttpRequest.isInstance(args.request)) request = args.request
      return Promise.resolve({ response: {}, output: { $metadata: {} } })
    },
    { step: "deserialize", priority: "high", name: "readRequest" },
  )
  try {
    await client.send(command)
  } finally {
    client.destroy()
  }
  if (request === undefined) throw new Error("the SDK prepared no HTTP request")
  const { protocol, hostname, port, path, headers } = request
  const [, region, service] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers["authorization"] ?? "") ??
    []
  if (region === undefined || service === undefined) throw new Error("the SDK signs by no SigV4")
  const host = `${hostname}${port === undefined ? "" : `:${port}`}`
  return { url: new URL(`${protocol}//${host}`), path, scope: { region, service } }
}
