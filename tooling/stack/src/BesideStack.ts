/**
 * A preload (`node --import`) for commands in another terminal: gives them the environment of the running stack, as its
 * apps have it.
 *
 * Nothing changes without a running stack, or if the shell already sets the address of a data store (`OPENSEARCH_URL`,
 * `REDIS_URL` or `AWS_ENDPOINT_URL_DYNAMODB`).
 */
import { readFileSync } from "node:fs"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { forApps } from "./Environment.ts"
import { environmentFile, runningEnvironment } from "./EnvironmentFile.ts"

const names = runningEnvironment(process.env)
const file = environmentFile(process.env)

const trust = (authority: string | undefined) => {
  // Node reads the variable only before it starts.
  if (authority === undefined) return
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(authority, "utf8")])
}

if (names !== undefined) {
  const environment = forApps(process.env, names)
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined) process.env[name] = value
  }
  trust(names.get("NODE_EXTRA_CA_CERTS"))
} else if (process.env["OPENSEARCH_URL"] === undefined) {
  process.once("exit", (code) => {
    if (code === 1) process.stderr.write(`no store runs here (no ${file}): npx -y pnpm@12 start\n`)
  })
}
