/**
 * The AWS SDK, reused, over HTTP/1.1 to an nginx on the same machine that keeps the TLS connections to
 * the model open (https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive). A plain proxy:
 * no cache.
 */
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { serveChats } from "../src/peers/PlainServer.ts"
import { converseStream } from "./ConverseStream.mjs"

const client = new BedrockRuntimeClient({
  region: process.env.AWS_REGION,
  endpoint: process.env.GATEWAY_URL,
  requestHandler: new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: 1_000 } }),
})

await serveChats((asked, say) => converseStream(client, asked, say))
