/**
 * Signs visitors in as a load balancer does (`AUTH=alb`), with a key of its own, and publishes that key. Who asks for
 * another key waits, as for one of a region.
 */
import { generateKeyPairSync, sign } from "node:crypto"
import { createServer } from "node:http"
import { listen } from "../measure/Loopback.ts"
import { loadBalancer } from "./Abuses.ts"

const unknownMs = 300
const lifeSeconds = 7_200

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")

export const signedVisitors = async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const id = crypto.randomUUID()
  const server = createServer((request, response) => {
    if (request.url === `/${id}`) response.end(publicKey.export({ type: "spki", format: "pem" }))
    else setTimeout(() => response.writeHead(404).end(), unknownMs)
  })
  const port = await listen(server)
  return {
    /** Of the server that is to believe them. */
    environment: {
      AUTH: "alb",
      AUTH_ALB_ARN: loadBalancer,
      AUTH_JWKS: `http://127.0.0.1:${port}`,
    },
    headerOf: (user: string) => {
      const exp = Math.floor(Date.now() / 1_000) + lifeSeconds
      const header = { alg: "ES256", kid: id, signer: loadBalancer, exp }
      const signed = `${base64(header)}.${base64({ sub: user, exp })}`
      const key = { key: privateKey, dsaEncoding: "ieee-p1363" } as const
      return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
