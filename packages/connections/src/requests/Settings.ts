/**
 * Reads from the environment the settings that this package's clients of DynamoDB, Bedrock, OpenSearch and Redis need,
 * such as URLs. An invalid one fails the client's layer with a `ConfigError` that names the setting and its rule.
 */
import { Config, ConfigProvider, Effect } from "effect"

/** The failure of a layer whose setting `name` breaks `rule`. */
export const wrongSetting = (name: string, rule: string): Config.ConfigError =>
  new Config.ConfigError(new ConfigProvider.SourceError({ message: `${name} ${rule}` }))

/** An absolute URL of one of the protocols (`http:`), or undefined when the variable is not set. */
export const optionalUrl = Effect.fnUntraced(function* (
  name: string,
  protocols: ReadonlyArray<string>,
) {
  const text = yield* Config.String(name).pipe(Config.withDefault(""))
  if (text === "") return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && protocols.includes(url.protocol) && url.hostname !== "") return url
  // The value itself is not repeated: it may hold a password.
  return yield* Effect.fail(
    wrongSetting(name, `must be a URL that begins with ${protocols.join("// or ")}//`),
  )
})

export const requiredUrl = Effect.fnUntraced(function* (
  name: string,
  protocols: ReadonlyArray<string>,
) {
  const url = yield* optionalUrl(name, protocols)
  return url ?? (yield* Effect.fail(wrongSetting(name, "must be set")))
})

/** A text that matches, which `rule` puts in words; undefined when the variable is not set. */
export const optionalText = Effect.fnUntraced(function* (
  name: string,
  pattern: RegExp,
  rule: string,
) {
  const text = yield* Config.String(name).pipe(Config.withDefault(""))
  if (text === "") return undefined
  if (pattern.test(text)) return text
  return yield* Effect.fail(wrongSetting(name, `must be ${rule}, not ${JSON.stringify(text)}`))
})

export const requiredText = Effect.fnUntraced(function* (
  name: string,
  pattern: RegExp,
  rule: string,
) {
  const text = yield* optionalText(name, pattern, rule)
  return text ?? (yield* Effect.fail(wrongSetting(name, "must be set")))
})

/** The endpoint of one client, such as `AWS_ENDPOINT_URL_DYNAMODB`, and of all: checked; the SDK itself reads them. */
export const checkEndpoint = Effect.fnUntraced(function* (name: string) {
  yield* optionalUrl(name, ["https:", "http:"])
  yield* optionalUrl("AWS_ENDPOINT_URL", ["https:", "http:"])
})

const regionRule = "a region such as ap-northeast-1"

export const requiredRegion = requiredText("AWS_REGION", /^[a-z0-9-]+$/, regionRule)

/** What the SDK finds only with a region, of the environment or of the profile. */
export const checkRegion = <A>(found: () => Promise<A>) =>
  Effect.tryPromise({
    try: found,
    catch: () =>
      wrongSetting("AWS_REGION", `must be set to ${regionRule}, here or in the AWS profile`),
  })
