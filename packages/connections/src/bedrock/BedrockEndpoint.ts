/**
 * Finds the endpoint and authorisation of Bedrock Runtime exactly as the AWS SDK would.
 *
 * The SDK prepares one request with fake credentials, and its address and headers are read. Region,
 * `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`, FIPS, dual-stack, profile and API key therefore follow the SDK's rules. Nothing
 * is sent.
 */
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { HttpRequest } from "@smithy/core/protocols"
import type { TokenIdentity } from "@smithy/types"
import { RefreshedIdentity } from "../aws/RefreshedIdentity.ts"
import type { SigningScope } from "../aws/SigV4.ts"

export interface BedrockEndpoint {
  readonly url: URL
  /** What the endpoint's own path puts before `/model/…`; mostly empty. */
  readonly basePath: string
  /** A scope to sign for with AWS credentials, or the API key to send instead. */
  readonly authorisation: SigningScope | RefreshedIdentity<TokenIdentity>
}

const modelId = "probe"
const suffix = `/model/${modelId}/converse-stream`

/** Rejects with the SDK's error, mostly a region that is missing. */
export const bedrockEndpoint = async (): Promise<BedrockEndpoint> => {
  const client = new BedrockRuntimeClient({
    credentials: () => Promise.resolve({ accessKeyId: modelId, secretAccessKey: modelId }),
    maxAttempts: 1,
  })
  let request: HttpRequest | undefined
  const command = new ConverseStreamCommand({ modelId, messages: [] })
  command.middlewareStack.add(
    () => (args) => {
      if (HttpRequest.isInstance(args.request)) request = args.request
      return Promise.resolve({ response: {}, output: { stream: undefined, $metadata: {} } })
    },
    { step: "deserialize", priority: "high", name: "readRequest" },
  )
  await client.send(command)
  if (request === undefined) throw new Error("the SDK prepared no HTTP request")
  const { protocol, hostname, port, path, headers } = request
  if (!path.endsWith(suffix)) throw new Error(`the SDK prepared an unknown path: ${path}`)
  return {
    url: new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`),
    basePath: path.slice(0, -suffix.length),
    authorisation: scopeOf(headers) ?? apiKey(client),
  }
}

const scopeOf = (headers: Readonly<Record<string, string>>): SigningScope | undefined => {
  const [, region, service] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers["authorization"] ?? "") ??
    []
  return region === undefined || service === undefined ? undefined : { region, service }
}

const apiKey = (client: BedrockRuntimeClient): RefreshedIdentity<TokenIdentity> => {
  const { httpAuthSchemes, token } = client.config
  const scheme = httpAuthSchemes.find(({ schemeId }) => schemeId === "smithy.api#httpBearerAuth")
  const provider = scheme?.identityProvider({ getIdentityProvider: () => token })
  return new RefreshedIdentity(async () => {
    const identity = await provider?.({})
    if (identity === undefined || !("token" in identity) || typeof identity.token !== "string") {
      throw new Error("the SDK chose an authorisation that is neither SigV4 nor an API key")
    }
    return { ...identity, token: identity.token }
  })
}
