/**
 * Starts the processes for one measurement of the connection benchmark: a stub of Bedrock with its network on core 1,
 * clients on core 0. All are stopped when the measurement is over.
 */
import { type PinnedProcess, startProcess } from "../../process/PinnedProcess.ts"
import { type Variant } from "../clients/ChatClient.ts"
import type { ClientCalls } from "../clients/ClientProcess.ts"
import { together } from "../../process/Together.ts"
import { openFolder } from "../../store/StoreFolder.ts"
import { writeCertificate } from "./ServerCertificate.ts"
import type { StubCalls } from "./StubProcess.ts"

export type Client = PinnedProcess<ClientCalls>

export interface Laboratory extends AsyncDisposable {
  readonly stub: PinnedProcess<StubCalls>
  /** What a client's process has in its environment: where to, as whom, and whom to trust. */
  readonly environment: Readonly<Record<string, string>>
  /** Directly, or by the port of a relay. */
  readonly startClient: (variant: Variant, port?: number) => Promise<Client>
}

const endpoint = (port: number) => ({
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `https://127.0.0.1:${port}`,
})

export const openLaboratory = (): Promise<Laboratory> =>
  together(async (use) => {
    const { folder } = await use(openFolder())
    const { authority, key } = await writeCertificate(folder)
    const stub = await use(
      startProcess<StubCalls>(import.meta.resolve("./StubProcess.ts"), {
        core: 1,
        parameters: [key, authority],
      }),
    )
    const environment = {
      ...endpoint(await stub.call("port")),
      AWS_REGION: "ap-northeast-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local-secret",
      NODE_EXTRA_CA_CERTS: authority,
    }
    const startClient = (variant: Variant, port?: number) =>
      use(
        startProcess<ClientCalls>(import.meta.resolve("../clients/ClientProcess.ts"), {
          core: 0,
          parameters: [variant],
          nodeOptions: ["--expose-gc"],
          environment: { ...environment, ...(port === undefined ? {} : endpoint(port)) },
        }),
      )
    return { stub, environment, startClient }
  })

export const startAll = async <V extends Variant>(
  { startClient }: Laboratory,
  wanted: ReadonlyArray<V>,
  port?: number,
): Promise<ReadonlyMap<V, Client>> => {
  const started = new Map<V, Client>()
  for (const variant of wanted) started.set(variant, await startClient(variant, port))
  return started
}
