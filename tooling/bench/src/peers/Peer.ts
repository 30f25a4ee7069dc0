/** The compared stacks ("peers"): name, server file, and whether they cache. */
import { readFileSync } from "node:fs"

/** `file`: in the peers' folder. A gateway is measured as what it is in between: without a cache. */
export const peers = {
  ours: { label: "MangaAssist packages", file: undefined, hasCache: true },
  "sdk-reused": { label: "AWS SDK, one client", file: "AwsSdk.mjs", hasCache: true },
  "sdk-keep-alive": { label: "AWS SDK, keep-alive HTTP/1.1", file: "AwsSdk.mjs", hasCache: true },
  "sdk-pooled": { label: "AWS SDK, pooling HTTP/2", file: "AwsSdk.mjs", hasCache: true },
  "ai-sdk": { label: "Vercel AI SDK", file: "VercelAiSdk.mjs", hasCache: true },
  langchain: { label: "LangChain.js", file: "LangChain.mjs", hasCache: true },
  portkey: { label: "Portkey gateway", file: "Portkey.mjs", hasCache: false },
} as const

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
