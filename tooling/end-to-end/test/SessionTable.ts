/** What stands in the emulated table of sessions, asked as anybody may who speaks DynamoDB. */
type Item = Readonly<Record<string, { readonly S?: string; readonly B?: string }>>

/** The turns of a session as they are stored. */
export const storedTurns = async (
  aws: Readonly<Record<string, string>>,
  session: string,
): Promise<ReadonlyArray<Item>> => {
  const reply = await fetch(aws["AWS_ENDPOINT_URL_DYNAMODB"] ?? "", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.Query",
      "x-amz-date": "20260101T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/ap-northeast-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00",
    },
    body: JSON.stringify({
      TableName: "MangaAssist-Sessions",
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :turn)",
      ExpressionAttributeValues: { ":pk": { S: `SESSION#${session}` }, ":turn": { S: "TURN#" } },
    }),
  })
  const body: unknown = await reply.json()
  if (!reply.ok) throw new Error(JSON.stringify(body))
  return (body as { readonly Items: ReadonlyArray<Item> }).Items
}
