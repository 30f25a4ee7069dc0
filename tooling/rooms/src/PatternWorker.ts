/** Judges the patterns that it is started with, beside others that judge the rest. */
import { parentPort, workerData } from "node:worker_threads"
import { checkSync } from "recheck"
import type { Literal } from "./Patterns.ts"

/** Many times what a pattern takes that can be judged at all: none is judged otherwise on a busy machine. */
const deadlineMs = 30_000

/** By automata alone, which always say the same; its other way is to try texts at random. */
const verdictOf = ({ flags, source }: Literal): string => {
  const found = checkSync(source, flags, {
    checker: "automaton",
    maxRepeatCount: 1_000,
    timeout: deadlineMs,
  })
  if (found.status === "safe") return "safe"
  if (found.status === "unknown") return `cannot be judged (${found.error.kind})`
  return `${found.complexity.summary}, as for ${found.attack.pattern}`
}

const literals: ReadonlyArray<Literal> = workerData
// A port between threads of one process knows no origins.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(literals.map(verdictOf))
