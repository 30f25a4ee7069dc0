/**
 * What a store of so many customers needs at its busiest: tasks, sockets, the models' quota, tables, search, cache. Pure.
 *
 * What a task carries is measured; how customers behave is assumed, each assumption once below and on the page.
 */
import type { Measured } from "./Measured.ts"
import { sizes } from "../options/Sizes.ts"
import { busyHourShare, defaultUsage, perTurn } from "./Usage.ts"

/** A customer asks one question a day. */
export const turnsPerCustomer = 1
/** The busiest second has twice the turns of its hour's mean. */
export const peakOfMean = 2
/** Of a task's processor and sockets; scaling begins there. */
export const fullShare = 0.6
/** What a call reserves of the quota beyond its input: the longest answer. */
const longestAnswer = { complex: 700, simple: 400 }

export interface Capacity {
  readonly customers: number
  readonly turnsPerDay: number
  /** Of the busiest second. */
  readonly turnsPerSecond: number
  readonly sockets: number
  readonly tasks: number
  /** A minute, by model. */
  readonly calls: { readonly complex: number; readonly simple: number }
  readonly tokens: { readonly complex: number; readonly simple: number }
  /** A second. */
  readonly reads: number
  readonly writes: number
  readonly searches: number
  readonly cacheUnits: number
}

export const capacityOf = (customers: number, measured: Measured): Capacity => {
  const turnsPerDay = customers * turnsPerCustomer
  const perHour = turnsPerDay * busyHourShare
  const turnsPerSecond = (perHour / 3_600) * peakOfMean
  const misses = turnsPerSecond * (1 - measured.hitRate)
  const sockets = (perHour / 60) * perTurn.socketMinutes * peakOfMean
  const { chat, maxConnections } = sizes.medium
  const calls = {
    complex: misses * 60 * defaultUsage.complexShare,
    simple: misses * 60 * (1 - defaultUsage.complexShare),
  }
  return {
    customers,
    turnsPerDay,
    turnsPerSecond,
    sockets,
    tasks: Math.max(
      chat.min,
      Math.ceil(misses / (measured.missesPerSecond * fullShare)),
      Math.ceil(sockets / (Math.min(measured.sockets, maxConnections) * fullShare)),
    ),
    calls,
    tokens: {
      complex: calls.complex * (perTurn.inputTokens + longestAnswer.complex),
      simple: calls.simple * (perTurn.inputTokens + longestAnswer.simple),
    },
    reads: turnsPerSecond * perTurn.reads,
    writes: turnsPerSecond * perTurn.writes,
    searches: misses,
    cacheUnits: turnsPerSecond * perTurn.cacheUnits,
  }
}
