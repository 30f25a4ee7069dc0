/**
 * Lists the VPC endpoints of classic OpenSearch Serverless collections (hosts `<id>.<region>.aoss.amazonaws.com`, as
 * opposed to NextGen collections). Such endpoints are created and listed by the API of OpenSearch Serverless; EC2 does
 * not list them.
 */
import {
  BatchGetVpcEndpointCommand,
  ListVpcEndpointsCommand,
  type OpenSearchServerlessClient,
  type VpcEndpointDetail,
} from "@aws-sdk/client-opensearchserverless"
import { Effect } from "effect"
import { ask, askAll } from "./AwsCall.ts"
import { known, type Known, type VpcEndpoint } from "./VpcFacts.ts"

export interface ClassicEndpoint extends VpcEndpoint {
  readonly vpcId: string | undefined
  readonly subnetIds: ReadonlyArray<string>
}

/** More details are not asked for in one call. */
const batchLimit = 100

const endpointOf = (detail: VpcEndpointDetail): ReadonlyArray<ClassicEndpoint> => {
  const { id, status = "unknown", vpcId, subnetIds = [] } = detail
  if (id === undefined) return []
  const state = status === "ACTIVE" ? "available" : status.toLowerCase()
  return [
    {
      id,
      service: "aoss-classic",
      type: "opensearch-serverless",
      state,
      addresses: [],
      vpcId,
      subnetIds,
    },
  ]
}

export const classicEndpoints = Effect.fnUntraced(function* (client: OpenSearchServerlessClient) {
  const listed = yield* askAll("aoss:ListVpcEndpoints", async (token, abortSignal) => {
    const command = new ListVpcEndpointsCommand(token === undefined ? {} : { nextToken: token })
    const { vpcEndpointSummaries = [], nextToken } = await client.send(command, { abortSignal })
    return { items: vpcEndpointSummaries, next: nextToken }
  })
  if ("unknown" in listed) return listed
  const ids = listed.value.flatMap(({ id }) => (id === undefined ? [] : [id]))
  const endpoints: Array<ClassicEndpoint> = []
  for (let start = 0; start < ids.length; start += batchLimit) {
    const batch = ids.slice(start, start + batchLimit)
    const details: Known<ReadonlyArray<VpcEndpointDetail>> = yield* ask(
      "aoss:BatchGetVpcEndpoint",
      async (abortSignal) => {
        const command = new BatchGetVpcEndpointCommand({ ids: batch })
        return (await client.send(command, { abortSignal })).vpcEndpointDetails ?? []
      },
    )
    if ("unknown" in details) return details
    endpoints.push(...details.value.flatMap(endpointOf))
  }
  return known<ReadonlyArray<ClassicEndpoint>>(endpoints)
})
