/**
 * Validates the settings that an operator passes to the apps in addition to those that the stack sets. `ownSettings`
 * are the names that the stack itself sets for its tasks; an operator's setting of such a name is refused, because one
 * of two values would silently win.
 */
export type Settings = Readonly<Record<string, string>>

/** Set by the stack for every task. */
export const ownSettings: ReadonlyArray<string> = [
  "ADMIN_HOST",
  "ADMIN_PORT",
  "AWS_REGION",
  "BEDROCK_GUARDRAIL_ID",
  "DATA_DIR",
  "DRAIN_TIMEOUT_MS",
  "DYNAMODB_TABLE_PREFIX",
  "EMBEDDED_METRICS_STAGE",
  "GATEWAY_ENDPOINT",
  "GATEWAY_SECRET",
  "HOST",
  "LOG_FORMAT",
  "MAX_CONNECTIONS",
  "METRICS_HOST",
  "METRICS_PORT",
  "OPENSEARCH_INDEX",
  "OPENSEARCH_SERVICE",
  "OPENSEARCH_URL",
  "PORT",
  "REDIS_IAM_CACHE",
  "REDIS_IAM_SERVERLESS",
  "REDIS_IAM_USER",
  "REDIS_URL",
  "SESSION_KEY",
  "SINK_ANALYTICS_STREAM",
  "SINK_AUDIT_LOG_GROUP",
  "SINK_DEAD_LETTER_QUEUE_URL",
  "SINK_HASH_KEY",
  "SINK_METRICS",
  "TRUSTED_PROXIES",
]

export const readSettings = (
  given: Readonly<Record<string, unknown>>,
  Failure: new (message: string) => Error,
): Settings => {
  const settings: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
      throw new Failure(`settings: ${JSON.stringify(name)} is no name of a setting`)
    }
    if (ownSettings.includes(name)) throw new Failure(`settings: ${name} is set by the stack`)
    if (typeof value !== "string") throw new Failure(`settings: ${name} must be a string`)
    settings[name] = value
  }
  return settings
}
