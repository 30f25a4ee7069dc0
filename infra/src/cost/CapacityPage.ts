/** Puts the page of capacity together: results of the benchmarks, prices of Tokyo. */
import { readOptions } from "../options/Options.ts"
import { billOf } from "./Bill.ts"
import { capacityText } from "./CapacityReport.ts"
import { readMeasured } from "./Measured.ts"
import { readPrices } from "./Prices.ts"
import { defaultUsage } from "./Usage.ts"

export const capacityPage = async (): Promise<string> => {
  const measured = await readMeasured()
  const options = readOptions(() => undefined)
  const prices = await readPrices(options.region)
  return capacityText(
    measured,
    (turnsPerDay) =>
      billOf(options, { ...defaultUsage, turnsPerDay, hitRate: measured.hitRate }, prices).total,
  )
}
