/**
 * The password of an ElastiCache user that signs in by IAM: a presigned `connect` request, good for
 * 15 minutes.
 *
 * Pure: the time and the credentials come from the caller.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
import { createHmac, hash } from "node:crypto"
import type { RedisIamSettings } from "./RedisSettings.ts"
import { encodeSegment, type SigningCredentials } from "../aws/SigV4.ts"

/** The longest that ElastiCache allows. */
const validForSeconds = 900

/** `time` is milliseconds since 1970. */
export const redisIamToken = (
  { cache, region, serverless, user }: RedisIamSettings,
  { accessKeyId, secretAccessKey, sessionToken }: SigningCredentials,
  time: number,
): string => {
  const date = `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`
  const parts = [date.slice(0, 8), region, "elasticache", "aws4_request"]
  const scope = parts.join("/")
  const parameters: Readonly<Record<string, string | undefined>> = {
    Action: "connect",
    ResourceType: serverless ? "ServerlessCache" : undefined,
    User: user,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${accessKeyId}/${scope}`,
    "X-Amz-Date": date,
    "X-Amz-Expires": `${validForSeconds}`,
    "X-Amz-Security-Token": sessionToken,
    "X-Amz-SignedHeaders": "host",
  }
  // The names stand in the order that the signature asks for.
  const query = Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeSegment(value)}`]))
    .join("&")
  const canonical = `GET\n/\n${query}\nhost:${cache}\n\nhost\n${hash("sha256", "", "hex")}`
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash("sha256", canonical, "hex")}`
  let key = Buffer.from(`AWS4${secretAccessKey}`)
  for (const part of parts) key = createHmac("sha256", key).update(part).digest()
  const signature = createHmac("sha256", key).update(toSign).digest("hex")
  return `${cache}/?${query}&X-Amz-Signature=${signature}`
}
