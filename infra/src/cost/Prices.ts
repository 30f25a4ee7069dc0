/**
 * A region's prices for everything the stack uses, from a dated file. NAT gateways and endpoints come from
 * `endpoint-health`'s price list, tokens from the worker's.
 */
import { type PriceList, pricesOf, readPriceList } from "@manga-assist/endpoint-health"
import { Effect, Schema } from "effect"
import { readdir, readFile } from "node:fs/promises"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { type ModelPrices, Price, readModelPrices } from "./ModelPrices.ts"
import { OptionError } from "../options/Options.ts"

const ServicePrices = Schema.Struct({
  region: Schema.NonEmptyString,
  currency: Schema.NonEmptyString,
  asOf: Schema.String.check(Schema.isPattern(/^\d{4}-\d{2}-\d{2}$/)),
  source: Schema.NonEmptyString,
  fargate: Schema.Struct({ perVcpuHour: Price, perGbHour: Price }),
  loadBalancer: Schema.Struct({ perHour: Price, perUnitHour: Price }),
  search: Schema.Struct({ perUnitHour: Price, perGbMonth: Price }),
  cache: Schema.Struct({ perGbHour: Price, perMillionUnits: Price }),
  tables: Schema.Struct({
    perMillionReads: Price,
    perMillionWrites: Price,
    perGbMonth: Price,
    backupPerGbMonth: Price,
  }),
  stream: Schema.Struct({ perHour: Price, perGbIn: Price }),
  logs: Schema.Struct({ perGbIn: Price, perGbMonth: Price }),
  watching: Schema.Struct({ perMetric: Price, perAlarmMetric: Price, perDashboard: Price }),
  images: Schema.Struct({ perGbMonth: Price }),
  secret: Schema.Struct({ perMonth: Price }),
})

export interface Prices {
  readonly services: typeof ServicePrices.Type
  readonly network: PriceList
  readonly models: ModelPrices
}

const pathOf = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url))

const decodeServices = Schema.decodeUnknownSync(Schema.fromJsonString(ServicePrices))

const regions = async (): Promise<ReadonlyArray<string>> =>
  (await readdir(pathOf("prices"))).map((file) => basename(file, ".json")).sort()

/** Rejects for a region without a price list, and names those that there are. */
export const readPrices = async (region: string): Promise<Prices> => {
  const known = await regions()
  if (!known.includes(region)) {
    throw new OptionError(`there are no prices of ${region}; infra/prices has ${known.join(", ")}`)
  }
  return {
    services: decodeServices(await readFile(pathOf(`prices/${region}.json`), "utf8")),
    network: await Effect.runPromise(readPriceList(pricesOf(region))),
    models: readModelPrices(),
  }
}
