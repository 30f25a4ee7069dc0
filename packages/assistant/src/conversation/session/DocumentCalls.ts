/**
 * DynamoDB's put and update with plain objects, as sink writers call them: over one shared client, each within a
 * deadline.
 */
import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import type { DynamoCalls } from "@manga-assist/async-sinks"
import type { ConnectionError, DynamoDocuments } from "@manga-assist/connections"

export const documentCalls = (
  dynamo: DynamoDocuments["Service"],
  deadlineMs: number,
): DynamoCalls<ConnectionError> => ({
  put: (input) =>
    dynamo.run("PutItem", deadlineMs, (client, abortSignal) =>
      client.send(new PutCommand({ ...input, Item: { ...input.Item } }), { abortSignal }),
    ),
  update: (input) =>
    dynamo.run("UpdateItem", deadlineMs, (client, abortSignal) =>
      client.send(
        new UpdateCommand({
          ...input,
          Key: { ...input.Key },
          ExpressionAttributeValues: { ...input.ExpressionAttributeValues },
        }),
        { abortSignal },
      ),
    ),
})
