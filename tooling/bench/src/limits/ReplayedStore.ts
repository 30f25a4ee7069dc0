/**
 * Runs the orchestrator over services that cost next to nothing (`ReplayProcess.ts`), so that it alone fills a core.
 */
import {
  type CertificateFiles,
  writeCertificate,
} from "../connections/laboratory/ServerCertificate.ts"
import { modelIdOf, type StreamShape } from "../connections/clients/StreamShape.ts"
import { type PinnedProcess, startProcess } from "../process/PinnedProcess.ts"
import {
  type RunningServer,
  type RunningServices,
  type ServerOptions,
  startServer,
} from "../store/RunningStore.ts"
import { openServices } from "../store/StoreFolder.ts"
import { together } from "../process/Together.ts"
import type { ReplayCalls } from "./ReplayProcess.ts"

export interface ReplayedStore extends AsyncDisposable {
  readonly server: RunningServer
  readonly services: PinnedProcess<ReplayCalls>
}

const startReplay = (
  files: CertificateFiles,
  { environment }: RunningServices,
): Promise<PinnedProcess<ReplayCalls>> =>
  startProcess<ReplayCalls>(import.meta.resolve("./ReplayProcess.ts"), {
    core: 1,
    parameters: [
      files.key,
      files.authority,
      environment["AWS_ENDPOINT_URL_DYNAMODB"] ?? "",
      environment["OPENSEARCH_URL"] ?? "",
    ],
  })

export const openReplayedStore = (
  shape: StreamShape,
  { environment = {}, prefix = [] }: Omit<ServerOptions, "file">,
): Promise<ReplayedStore> =>
  together(async (use) => {
    const emulated = await use(openServices([]))
    const files = await writeCertificate(emulated.folder)
    const services = await use(startReplay(files, emulated))
    const ports = await services.call("ports")
    const server = await use(
      startServer(emulated, emulated.folder, {
        prefix,
        environment: {
          AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `https://127.0.0.1:${ports.model}`,
          AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${ports.table}`,
          OPENSEARCH_URL: `http://127.0.0.1:${ports.index}`,
          NODE_EXTRA_CA_CERTS: files.authority,
          BEDROCK_MODEL_COMPLEX: modelIdOf(shape),
          BEDROCK_MODEL_SIMPLE: modelIdOf(shape),
          ...environment,
        },
      }),
    )
    return { server, services }
  })
