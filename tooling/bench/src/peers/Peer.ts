/** The compared stacks ("peers"): name, server file, and whether they cache. */
import manifest from "../../peers/package.json" with { type: "json" }

/** A gateway is measured as what it is in between: without a cache. */
export const peers = {
  ours: { label: "MangaAssist packages", file: "../src/peers/OurServer.ts", hasCache: true },
  "sdk-reused": { label: "AWS SDK, one client", file: "AwsSdk.mjs", hasCache: true },
  "sdk-keep-alive": { label: "AWS SDK, keep-alive HTTP/1.1", file: "AwsSdk.mjs", hasCache: true },
  "sdk-pooled": { label: "AWS SDK, pooling HTTP/2", file: "AwsSdk.mjs", hasCache: true },
  "ai-sdk": { label: "Vercel AI SDK", file: "VercelAiSdk.mjs", hasCache: true },
  langchain: { label: "LangChain.js", file: "LangChain.mjs", hasCache: true },
  portkey: { label: "Portkey gateway", file: "Portkey.mjs", hasCache: false },
} as const

export type PeerName = keyof typeof peers
export type Label = (typeof peers)[PeerName]["label"]

export interface NotRun {
  readonly label: string
  readonly reason: string
}

/** As locked. */
export const peerVersions = Object.entries(manifest.dependencies)
  .map(([name, locked]) => `${name} ${locked}`)
  .join(", ")
