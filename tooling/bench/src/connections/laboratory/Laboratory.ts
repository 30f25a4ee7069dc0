/**
 * The stub of Bedrock in a process on core 1, and clients in processes on core 0, which verify its certificate. All of
 * them are stopped when the measurement is over.
 */
import { fileURLToPath } from "node:url"
import { type PinnedProcess, startProcess } from "../../process/PinnedProcess.ts"
import { together } from "../../process/Together.ts"
import { type Variant } from "../clients/ChatClient.ts"
import type { ClientCalls } from "../clients/ClientProcess.ts"
import type { StubCalls } from "./StubProcess.ts"

export type Client = PinnedProcess<ClientCalls>

/** What the stub's clients must trust. */
export const authority = fileURLToPath(new URL("./certificate.pem", import.meta.url))

const endpoint = (port: number) => ({
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `https://127.0.0.1:${port}`,
})

export const openLaboratory = () =>
  together(async (use) => {
    const stub = await use(
      startProcess<StubCalls>(import.meta.resolve("./StubProcess.ts"), { core: 1 }),
    )
    /** Of a client's process: where to, as whom, and whom to trust. */
    const environment = {
      ...endpoint(await stub.call("port")),
      AWS_REGION: "ap-northeast-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local-secret",
      NODE_EXTRA_CA_CERTS: authority,
    }
    /** Directly, or by the port of a relay. */
    const startClient = (variant: Variant, port?: number): Promise<Client> =>
      use(
        startProcess(import.meta.resolve("../clients/ClientProcess.ts"), {
          core: 0,
          parameters: [variant],
          nodeOptions: ["--expose-gc"],
          environment: { ...environment, ...(port === undefined ? {} : endpoint(port)) },
        }),
      )
    return { stub, environment, startClient }
  })

export type Laboratory = Awaited<ReturnType<typeof openLaboratory>>

export const startAll = async <V extends Variant>(
  { startClient }: Laboratory,
  wanted: ReadonlyArray<V>,
  port?: number,
): Promise<ReadonlyMap<V, Client>> => {
  const started = new Map<V, Client>()
  for (const variant of wanted) started.set(variant, await startClient(variant, port))
  return started
}
