/**
 * CDK stack of one stage (such as `production`): network, data, chat and worker, and what watches them. Its outputs are
 * the addresses and ids that an operator needs.
 */
import { CfnOutput, Fn, Stack, Tags } from "aws-cdk-lib"
import type { LogGroup } from "aws-cdk-lib/aws-logs"
import type { Construct } from "constructs"
import { addAnswerCache } from "./data/AnswerCache.ts"
import { addBalancer } from "./network/Balancer.ts"
import { addGateway, joinGateway } from "./network/Gateway.ts"
import { addModels } from "./data/Models.ts"
import { addNetwork, endpointServices, zoneNumbers } from "./network/Network.ts"
import type { Options } from "./options/Options.ts"
import { addSearch, allowSearch } from "./data/Search.ts"
import { addServices, runOnce } from "./service/Services.ts"
import { addSinkTargets } from "./data/SinkTargets.ts"
import { addTables } from "./data/Tables.ts"
import { addApps } from "./service/Tasks.ts"
import { addWatching, dashboardUrl } from "./watching/Watching.ts"

/** The line of the AWS CLI that shows what a program prints. */
const readLogs = ({ logGroupName }: LogGroup): string =>
  `aws logs tail ${logGroupName} --since 15m --follow`

export class StoreStack extends Stack {
  /** The CDK knows two of an account that it has not asked. */
  override get availabilityZones(): Array<string> {
    return zoneNumbers.map((number) => Fn.select(number, Fn.getAzs()))
  }

  constructor(scope: Construct, id: string, options: Options) {
    super(scope, id, {
      description: `MangaAssist, ${options.stage}`,
      env: { region: options.region },
      terminationProtection: options.isProduction,
    })
    Tags.of(this).add("stage", options.stage)
    const network = addNetwork(this, options)
    const resources = {
      models: addModels(this, options),
      tables: addTables(this, options),
      search: addSearch(this, network, options),
      cache: addAnswerCache(this, network, options),
      sinks: addSinkTargets(this, options),
      gateway: addGateway(this, options),
    }
    const apps = addApps(this, network, resources, options)
    allowSearch(
      this,
      options,
      [apps.chat.definition.taskRole, apps.worker.definition.taskRole],
      [apps.catalogueWriter.definition.taskRole],
    )
    const balancer = addBalancer(this, network, options)
    const hosts = [balancer.host, options.settings["ALLOWED_HOSTS"] ?? ""].filter(Boolean)
    apps.chat.container.addEnvironment("ALLOWED_HOSTS", hosts.join(","))
    const services = addServices(this, network, apps, balancer, options)
    const { gateway } = resources
    if (gateway !== undefined) joinGateway(this, gateway, network, services.chat)
    const chatLogs = apps.chat.logs
    const topic = addWatching(this, { resources, balancer, services, chatLogs, options })

    const outputs = {
      Url: balancer.url,
      ...(gateway === undefined ? {} : { GatewayUrl: gateway.url }),
      Region: this.region,
      EndpointServices: endpointServices.join(","),
      VpcId: network.vpc.vpcId,
      VpcCidr: network.vpc.vpcCidrBlock,
      TaskSubnetIds: network.vpc.selectSubnets(network.taskSubnets).subnetIds.join(","),
      TaskSecurityGroupId: network.tasks.securityGroupId,
      MonitoringSecurityGroupId: network.monitoring.securityGroupId,
      ClusterName: services.cluster.clusterName,
      ChatServiceName: services.chat.serviceName,
      ...(services.worker === undefined ? {} : { WorkerServiceName: services.worker.serviceName }),
      SearchUrl: resources.search.collection.attrCollectionEndpoint,
      CacheUrl: resources.cache.url,
      WriteCatalogue: runOnce(apps.catalogueWriter, services.cluster, network),
      ...(options.catalogueBucket === undefined
        ? {}
        : {
            ImportCatalogue: runOnce(apps.catalogueWriter, services.cluster, network, [
              "import",
              "ADDRESS",
            ]),
          }),
      RunSinks: runOnce(apps.sinks, services.cluster, network, ["inspect"]),
      RunEndpointHealth: runOnce(apps.endpointHealth, services.cluster, network),
      RunCustomer: runOnce(apps.customer, services.cluster, network, ["find", "--user", "ID"]),
      RunPrecompute: runOnce(apps.worker, services.cluster, network, ["report"]),
      ReadChatLogs: readLogs(apps.chat.logs),
      ReadWorkerLogs: readLogs(apps.worker.logs),
      ReadToolLogs: readLogs(apps.toolLogs),
      AlarmTopic: topic.topicArn,
      DashboardUrl: dashboardUrl(options),
    }
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })
  }
}
