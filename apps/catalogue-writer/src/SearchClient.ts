/** Makes OpenSearch's client, which signs (SigV4) for an AWS service with the region and credentials of another client. */
import type { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { Client } from "@opensearch-project/opensearch"
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws-v3"

export type SearchService = "aoss" | "es" | "none"

/** What the host name says, as the chat server reads it. */
export const serviceOf = (url: string): SearchService => {
  const { hostname } = new URL(url)
  if (!/\.(amazonaws\.com(\.cn)?|on\.aws)$/u.test(hostname)) return "none"
  return hostname.includes(".es.") ? "es" : "aoss"
}

/** No answer within 30 s is a failure; the caller retries, and closes the client. */
export const searchClient = async (
  url: string,
  service: SearchService,
  { config }: Pick<BedrockRuntimeClient, "config">,
): Promise<Client> => {
  const signer =
    service === "none"
      ? {}
      : AwsSigv4Signer({
          region: await config.region(),
          service,
          getCredentials: config.credentials,
        })
  return new Client({ ...signer, node: url, maxRetries: 0, resurrectStrategy: "none" })
}
