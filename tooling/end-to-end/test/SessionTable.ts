/** What stands in the emulated table of sessions, asked as anybody may who speaks DynamoDB. */
type Item = Readonly<Record<string, { readonly S?: string; readonly B?: string }>>

type Environment = Readonly<Record<string, string>>

interface Page {
  readonly Items: ReadonlyArray<Item>
  readonly LastEvaluatedKey?: unknown
}

const ask = async (aws: Environment, operation: string, input: object): Promise<Page> => {
  const reply = await fetch(aws["AWS_ENDPOINT_URL_DYNAMODB"] ?? "", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "20260101T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/ap-northeast-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00",
    },
    body: JSON.stringify({ TableName: "MangaAssist-Sessions", ...input }),
  })
  const body: unknown = await reply.json()
  if (!reply.ok) throw new Error(JSON.stringify(body))
  return body as Page
}

/** The turns of a session as they are stored. */
export const storedTurns = async (
  aws: Environment,
  session: string,
): Promise<ReadonlyArray<Item>> => {
  const { Items } = await ask(aws, "Query", {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :turn)",
    ExpressionAttributeValues: { ":pk": { S: `SESSION#${session}` }, ":turn": { S: "TURN#" } },
  })
  return Items
}

/** The ids of all turns, whichever session they stand under. */
export const everyStoredTurn = async (aws: Environment): Promise<ReadonlySet<string>> => {
  const turns = new Set<string>()
  let from: unknown
  do {
    const page = await ask(aws, "Scan", from === undefined ? {} : { ExclusiveStartKey: from })
    // By the key: a long turn is packed.
    for (const { sk } of page.Items) {
      const turn = /^TURN#\d+#(.+)$/u.exec(sk?.S ?? "")?.[1]
      if (turn !== undefined) turns.add(turn)
    }
    from = page.LastEvaluatedKey
  } while (from !== undefined)
  return turns
}
