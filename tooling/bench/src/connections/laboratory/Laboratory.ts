/**
 * Starts the processes for one measurement of the connection benchmark: a stub of Bedrock on core 1, clients on core 0,
 * and relays that add delay between them. All are stopped when the measurement is over.
 */
import { type PinnedProcess, startProcess } from "../../process/PinnedProcess.ts"
import { type Variant } from "../clients/ChatClient.ts"
import type { ClientCalls } from "../clients/ClientProcess.ts"
import type { RelayOptions } from "./Relay.ts"
import type { RelayCalls } from "./RelayProcess.ts"
import { together } from "../../process/Together.ts"
import { openFolder } from "../../store/StoreFolder.ts"
import { writeCertificate } from "./ServerCertificate.ts"
import type { StubCalls } from "./StubProcess.ts"

export type Client = PinnedProcess<ClientCalls>
export type RelayedTo = PinnedProcess<RelayCalls> & { readonly port: number }

export interface Laboratory {
  readonly stub: PinnedProcess<StubCalls>
  readonly ports: { readonly h2: number; readonly h1: number }
  /** What a client must trust. */
  readonly authorityFile: string
  /** Directly, or through a relay; HTTP/1.1 clients go to the server's port for it. */
  readonly startClient: (variant: Variant, options?: ClientOptions) => Promise<Client>
  /** In front of the server's port for that protocol; HTTP/2 unless given. */
  readonly startRelay: (
    oneWayMs: number,
    options?: RelayOptions & { readonly protocol?: "h2" | "h1" },
  ) => Promise<RelayedTo>
}

export interface ClientOptions {
  readonly port?: number
  readonly nodeOptions?: ReadonlyArray<string>
}

/** What a client's process has in its environment. */
export const bedrockAt = (port: number, authorityFile: string) => ({
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `https://127.0.0.1:${port}`,
  AWS_REGION: "ap-northeast-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local-secret",
  NODE_EXTRA_CA_CERTS: authorityFile,
})

/** What Bedrock allows is not known; 100 to 256 are usual. */
export const maxConcurrentStreams = 256

export const openLaboratory = (): Promise<Laboratory & AsyncDisposable> =>
  together(async (use) => {
    const { folder } = await use(openFolder())
    const { authority: authorityFile, key } = writeCertificate(folder)
    const stub = await use(
      startProcess<StubCalls>(import.meta.resolve("./StubProcess.ts"), {
        core: 1,
        parameters: [key, authorityFile, String(maxConcurrentStreams)],
      }),
    )
    const ports = await stub.call("ports")
    return {
      stub,
      ports,
      authorityFile,
      startClient: (variant, { port, nodeOptions } = {}) => {
        const direct = variant.startsWith("sdk-http1") ? ports.h1 : ports.h2
        return use(
          startProcess<ClientCalls>(import.meta.resolve("../clients/ClientProcess.ts"), {
            core: 0,
            parameters: [variant],
            ...(nodeOptions === undefined ? {} : { nodeOptions }),
            environment: bedrockAt(port ?? direct, authorityFile),
          }),
        )
      },
      startRelay: async (oneWayMs, { isCoarse = false, protocol = "h2" } = {}) => {
        const relay = await use(
          startProcess<RelayCalls>(import.meta.resolve("./RelayProcess.ts"), {
            core: 1,
            parameters: [
              String(ports[protocol]),
              String(oneWayMs),
              isCoarse ? "coarse" : "precise",
            ],
          }),
        )
        return { ...relay, port: await relay.call("port") }
      },
    } satisfies Laboratory
  })

export const withLaboratory = async <A>(
  use: (laboratory: Laboratory) => Promise<A>,
): Promise<A> => {
  await using laboratory = await openLaboratory()
  return await use(laboratory)
}

export const startAll = async <V extends Variant>(
  laboratory: Laboratory,
  wanted: ReadonlyArray<V>,
): Promise<Readonly<Record<V, Client>>> => {
  const started: Partial<Record<V, Client>> = {}
  for (const variant of wanted) started[variant] = await laboratory.startClient(variant)
  return started as Record<V, Client> // Each of `wanted` was set.
}
