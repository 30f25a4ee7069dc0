/**
 * The compared stacks ("peers"): name, protocol to the model, server file, and whether they cache. Also finds the nginx
 * of this machine and the versions of the packages.
 */
import { spawnSync } from "node:child_process"
import { accessSync, constants, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"

export const peers = {
  ours: { label: "MangaAssist packages", protocol: "h2", file: undefined, hasCache: true },
  "sdk-per-request": {
    label: "AWS SDK, a client per request",
    protocol: "h2",
    file: "AwsSdkPerRequest.mjs",
    hasCache: true,
  },
  "sdk-reused": {
    label: "AWS SDK, one client",
    protocol: "h2",
    file: "AwsSdkReused.mjs",
    hasCache: true,
  },
  "ai-sdk": { label: "Vercel AI SDK", protocol: "h1", file: "VercelAiSdk.mjs", hasCache: true },
  langchain: { label: "LangChain.js", protocol: "h2", file: "LangChain.mjs", hasCache: true },
  portkey: { label: "Portkey gateway", protocol: "h1", file: "Portkey.mjs", hasCache: false },
  nginx: { label: "nginx + AWS SDK", protocol: "h1", file: "Nginx.mjs", hasCache: false },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly label: string
      /** What it speaks with the model by its defaults. */
      readonly protocol: "h2" | "h1"
      /** Its server in the peers' folder; ours is a file of this bench. */
      readonly file: string | undefined
      /** Gateways are measured as what they are in between: without one. */
      readonly hasCache: boolean
    }
  >
>

export type PeerName = keyof typeof peers

export const peerNames = Object.keys(peers) as ReadonlyArray<PeerName> // Its own keys.

export interface NotRun {
  readonly label: string
  readonly reason: string
}

/** The first of the given places, or of the PATH, where there is such a program. */
export const findProgram = (
  name: string,
  further: ReadonlyArray<string> = [],
): string | undefined => {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...further]
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

export const findNginx = (): string | undefined =>
  findProgram("nginx", ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"])

/** As locked, and of the nginx that is here. */
export const peerVersions = (): string => {
  const file = new URL("../../peers/package.json", import.meta.url)
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>
  }
  const nginx = findNginx()
  const said =
    nginx === undefined ? "" : spawnSync(nginx, ["-v"], { encoding: "utf8", timeout: 5_000 }).stderr
  const version = /nginx\/(\S+)/.exec(said)?.[1]
  return [
    ...Object.entries(dependencies).map(([name, locked]) => `${name} ${locked}`),
    ...(version === undefined ? [] : [`nginx ${version}`]),
  ].join(", ")
}
