/** The compared stacks ("peers"): name, server file, and whether they cache. */
import manifest from "../../peers/package.json" with { type: "json" }

const server = (file: string): string => new URL(`../../peers/${file}`, import.meta.url).href
const own = new URL("./OurServer.ts", import.meta.url).href

/** A gateway is measured as what it is in between: without a cache. */
export const peers = {
  ours: { label: "MangaAssist packages", file: own, hasCache: true },
  "sdk-reused": { label: "AWS SDK, one client", file: server("AwsSdk.mjs"), hasCache: true },
  "sdk-keep-alive": {
    label: "AWS SDK, keep-alive HTTP/1.1",
    file: server("AwsSdk.mjs"),
    hasCache: true,
  },
  "sdk-pooled": { label: "AWS SDK, pooling HTTP/2", file: server("AwsSdk.mjs"), hasCache: true },
  "ai-sdk": { label: "Vercel AI SDK", file: server("VercelAiSdk.mjs"), hasCache: true },
  langchain: { label: "LangChain.js", file: server("LangChain.mjs"), hasCache: true },
  portkey: { label: "Portkey gateway", file: server("Portkey.mjs"), hasCache: false },
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
