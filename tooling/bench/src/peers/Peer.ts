/** The compared stacks ("peers"): name, protocol to the model, server file, and whether they cache. */
import { readFileSync } from "node:fs"

interface Known {
  readonly label: string
  /** What it speaks with the model. */
  readonly protocol: "h2" | "h1"
  /** Its server in the peers' folder; ours is a file of this bench. */
  readonly file: string | undefined
  /** A gateway is measured as what it is in between: without one. */
  readonly hasCache: boolean
}

export const peers = {
  ours: { label: "MangaAssist packages", protocol: "h2", file: undefined, hasCache: true },
  "sdk-reused": {
    label: "AWS SDK, one client",
    protocol: "h2",
    file: "AwsSdkReused.mjs",
    hasCache: true,
  },
  "sdk-keep-alive": {
    label: "AWS SDK, keep-alive HTTP/1.1",
    protocol: "h1",
    file: "AwsSdkKeepAlive.mjs",
    hasCache: true,
  },
  "sdk-pooled": {
    label: "AWS SDK, pooling HTTP/2",
    protocol: "h2",
    file: "AwsSdkPooled.mjs",
    hasCache: true,
  },
  "ai-sdk": { label: "Vercel AI SDK", protocol: "h1", file: "VercelAiSdk.mjs", hasCache: true },
  langchain: { label: "LangChain.js", protocol: "h2", file: "LangChain.mjs", hasCache: true },
  portkey: { label: "Portkey gateway", protocol: "h1", file: "Portkey.mjs", hasCache: false },
} as const satisfies Readonly<Record<string, Known>>

export type PeerName = keyof typeof peers
export type Label = (typeof peers)[PeerName]["label"]

export const peerNames = Object.keys(peers) as ReadonlyArray<PeerName> // Its own keys.

export interface NotRun {
  readonly label: string
  readonly reason: string
}

/** As locked. */
export const peerVersions = (): string => {
  const file = new URL("../../peers/package.json", import.meta.url)
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>
  }
  return Object.entries(dependencies)
    .map(([name, locked]) => `${name} ${locked}`)
    .join(", ")
}
