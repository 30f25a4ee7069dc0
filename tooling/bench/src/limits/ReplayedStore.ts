/**
 * Runs the orchestrator over services that cost next to nothing (`ReplayProcess.ts`), so that it alone fills a core.
 */
import { modelIdOf } from "../connections/clients/StreamShape.ts"
import { authority } from "../connections/laboratory/Laboratory.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { together } from "../process/Together.ts"
import { type ServerOptions, startServer } from "../store/RunningStore.ts"
import { openServices } from "../store/StoreFolder.ts"
import type { ReplayCalls } from "./ReplayProcess.ts"

/** Thirty deltas 10 ms apart, as in the composite whose cost is known. */
export const answerShape = { deltas: 30, gapMs: 10, firstMs: 100 }
const model = modelIdOf(answerShape)

export const openReplayedStore = (environment: NonNullable<ServerOptions["environment"]>) =>
  together(async (use) => {
    const emulated = await use(openServices([]))
    const { AWS_ENDPOINT_URL_DYNAMODB = "", OPENSEARCH_URL = "" } = emulated.environment
    const parameters = [AWS_ENDPOINT_URL_DYNAMODB, OPENSEARCH_URL]
    const file = import.meta.resolve("./ReplayProcess.ts")
    const services = await use(startProcess<ReplayCalls>(file, { core: 1, parameters }))
    const ports = await services.call("ports")
    const server = await use(
      startServer(emulated, emulated.folder, {
        environment: {
          AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `https://127.0.0.1:${ports.model}`,
          AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${ports.table}`,
          OPENSEARCH_URL: `http://127.0.0.1:${ports.index}`,
          NODE_EXTRA_CA_CERTS: authority,
          BEDROCK_MODEL_COMPLEX: model,
          BEDROCK_MODEL_SIMPLE: model,
          ...environment,
        },
      }),
    )
    return { server, services }
  })

export type ReplayedStore = Awaited<ReturnType<typeof openReplayedStore>>
