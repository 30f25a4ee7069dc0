/**
 * The budget that servers and worker keep (`docs/operations.md`), from the turns that are expected: ten busy hours in one.
 * It is for loops, floods and errors; alarms come before it, at two and five.
 *
 * Dollars are limited where every chat model has a price: with a limit and without a price a server does not start.
 */
import { modelId } from "../data/Models.ts"
import type { Options } from "../options/Options.ts"
import type { Settings } from "../options/Settings.ts"
import { dollarsOfCalls, readModelPrices } from "./ModelPrices.ts"
import { busyHourCalls, busyHourTokens, defaultUsage, tokensOfCall } from "./Usage.ts"

const busyHours = 10
/** Answers of a model for one customer: nobody reads one every 36 seconds for an hour. */
const callsOfCustomer = 100

const dollarsOfBusyHour = (options: Options): number | undefined => {
  const prices = readModelPrices()
  const calls = busyHourCalls(options.turnsPerDay)
  const { complexShare } = defaultUsage
  const complex = modelId(options, "BEDROCK_MODEL_COMPLEX")
  const simple = modelId(options, "BEDROCK_MODEL_SIMPLE")
  const ofComplex = dollarsOfCalls(prices, complex, calls * complexShare)
  const ofSimple = dollarsOfCalls(prices, simple, calls * (1 - complexShare))
  return ofComplex === undefined || ofSimple === undefined ? undefined : ofComplex + ofSimple
}

export const budgetSettings = (options: Options): Settings => {
  const expected = busyHourTokens(options.turnsPerDay)
  const dollars = dollarsOfBusyHour(options)
  return {
    CUSTOMER_TOKENS_PER_HOUR: String(callsOfCustomer * tokensOfCall),
    MODEL_TOKENS_EXPECTED_PER_HOUR: String(expected),
    MODEL_TOKENS_PER_HOUR: String(busyHours * expected),
    ...(dollars === undefined ? {} : { MODEL_DOLLARS_PER_HOUR: (busyHours * dollars).toFixed(2) }),
  }
}
