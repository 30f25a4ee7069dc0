/**
 * Sums the self times of a V8 profile by owner: npm package, workspace package, part of Node, or V8's own work. Idle
 * time is left out.
 */
export interface CpuProfile {
  readonly nodes: ReadonlyArray<{
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string }
  }>
  readonly samples: ReadonlyArray<number>
  /** Microseconds before each sample. */
  readonly timeDeltas: ReadonlyArray<number>
}

export interface SelfTime {
  readonly owner: string
  readonly ms: number
}

/** Nobody's work. */
const resting = new Set(["(idle)", "(root)"])

const ownerOf = ({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string => {
  if (url === "") {
    // V8 names its own work in parentheses; the rest is C++ behind a JavaScript name.
    if (functionName === "(garbage collector)") return "V8: garbage collection"
    if (functionName === "(program)") return "system calls, TLS, other native code"
    return `native: ${functionName === "" ? "unnamed" : functionName}`
  }
  if (url.startsWith("node:")) return url.split("/").slice(0, 2).join("/")
  const installed = url.lastIndexOf("/node_modules/")
  if (installed >= 0) {
    const [scope = "", name = ""] = url.slice(installed + "/node_modules/".length).split("/")
    return scope.startsWith("@") ? `${scope}/${name}` : scope
  }
  const own = /\/(?:packages|apps|tooling)\/[^/]+/u.exec(url)?.[0]
  return own === undefined ? url : own.slice(1)
}

/** Largest first; idle time is left out. */
export const selfTimes = ({ nodes, samples, timeDeltas }: CpuProfile): ReadonlyArray<SelfTime> => {
  const frames = new Map(nodes.map(({ callFrame, id }) => [id, callFrame]))
  const sums = new Map<string, number>()
  for (const [at, id] of samples.entries()) {
    const frame = frames.get(id)
    if (frame === undefined || resting.has(frame.functionName)) continue
    const owner = ownerOf(frame)
    sums.set(owner, (sums.get(owner) ?? 0) + (timeDeltas[at] ?? 0) / 1_000)
  }
  return [...sums].map(([owner, ms]) => ({ owner, ms })).sort((a, b) => b.ms - a.ms)
}
