/**
 * The sizes of a deployment. One task serves from one core, so more load means more tasks, not larger ones
 * (`docs/operations.md`).
 */
import { RetentionDays } from "aws-cdk-lib/aws-logs"

export interface Size {
  readonly name: "small" | "medium" | "large"
  readonly chat: TaskSize & { readonly min: number; readonly max: number }
  readonly worker: TaskSize
  /** Sockets that one task accepts. */
  readonly maxConnections: number
  readonly cache: { readonly maxGb: number; readonly maxEcpuPerSecond: number }
  readonly logRetention: RetentionDays
}

interface TaskSize {
  /** 1024 is one core. */
  readonly cpu: number
  readonly memoryMiB: number
}

const chatTask = { cpu: 1_024, memoryMiB: 2_048 }
const workerTask = { cpu: 512, memoryMiB: 1_024 }

export const sizes: Readonly<Record<Size["name"], Size>> = {
  small: {
    name: "small",
    chat: { ...chatTask, cpu: 512, memoryMiB: 1_024, min: 1, max: 2 },
    worker: workerTask,
    maxConnections: 2_000,
    cache: { maxGb: 1, maxEcpuPerSecond: 5_000 },
    logRetention: RetentionDays.ONE_WEEK,
  },
  medium: {
    name: "medium",
    chat: { ...chatTask, min: 2, max: 10 },
    worker: workerTask,
    maxConnections: 15_000,
    cache: { maxGb: 5, maxEcpuPerSecond: 20_000 },
    logRetention: RetentionDays.ONE_MONTH,
  },
  large: {
    name: "large",
    chat: { ...chatTask, min: 6, max: 60 },
    worker: workerTask,
    maxConnections: 15_000,
    cache: { maxGb: 20, maxEcpuPerSecond: 100_000 },
    logRetention: RetentionDays.THREE_MONTHS,
  },
}
