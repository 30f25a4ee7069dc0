/** Calls an AWS service that speaks JSON and believes any signature: to prepare emulated services, and to look into them. */

const services = {
  dynamodb: { target: "DynamoDB_20120810", type: "1.0" },
  kinesis: { target: "Kinesis_20131202", type: "1.1" },
  logs: { target: "Logs_20140328", type: "1.1" },
  sqs: { target: "AmazonSQS", type: "1.0" },
} as const
type Service = keyof typeof services

type Reply = Readonly<Record<string, unknown>>

/** @throws Error with the service's own words */
export const awsCall = async (
  url: string,
  service: Service,
  operation: string,
  input: object,
): Promise<Reply> => {
  const { target, type } = services[service]
  const reply = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": `application/x-amz-json-${type}`,
      "x-amz-target": `${target}.${operation}`,
      "x-amz-date": "20260101T000000Z",
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/ap-northeast-1/${service}/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00`,
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(60_000),
  })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${service} ${operation}: ${text}`)
  return JSON.parse(text === "" ? "{}" : text) as Reply // An object, of every operation.
}

/** Calls again with what the last page says of the next one, until it says nothing. */
export const everyPage = async (
  ask: (more: object) => Promise<Reply>,
  next: (page: Reply) => object | undefined,
): Promise<ReadonlyArray<Reply>> => {
  const pages: Array<Reply> = []
  for (let more: object | undefined = {}; more !== undefined;) {
    const page = await ask(more)
    pages.push(page)
    more = next(page)
  }
  return pages
}
