/**
 * Builds the application folder of the container image: the three apps, the smoke test and the runbook's tools, bundled to plain
 * JavaScript that Node runs without packages, TypeScript or a registry, and the built web console.
 *
 * Code reads its data files one folder above itself (`../prices.json`); the scripts are therefore in `dist`, and the
 * data files in the folder above it. Of each native addon only the file for the image's platform is included.
 */
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { buildConsole } from "@manga-assist/console/build"
import { rolldown } from "rolldown"
import { output } from "./Output.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))

/** A Linux. */
export interface Platform {
  readonly arch: "x64" | "arm64"
  /** Version of Node's binary interface: `process.versions.modules`. */
  readonly abi: string
}

/** Script of the image → folder of the program. */
const programs = {
  orchestrator: "apps/orchestrator",
  precompute: "apps/precompute",
  "catalogue-writer": "apps/catalogue-writer",
  smoke: "tooling/smoke",
  sinks: "tooling/sinks",
  "endpoint-health": "packages/endpoint-health",
  customer: "tooling/customer",
} as const

/** The folder of a package as the app finds it. */
const packageOf = (app: string, name: string): string =>
  join(root, "apps", app, "node_modules", name)

const bundle = async (directory: string): Promise<void> => {
  const build = await rolldown({
    cwd: root,
    input: {
      ...Object.fromEntries(
        Object.entries(programs).map(([name, folder]) => [name, join(root, folder, "src/main.ts")]),
      ),
      healthcheck: fileURLToPath(new URL("HealthCheck.ts", import.meta.url)),
    },
    platform: "node",
    external: [/^node:/],
    logLevel: "silent",
    // `this` of scripts that were made for CommonJS is told as a warning; what cannot be found is an error.
    onLog: (level, log, next) => {
      if (log.code === "UNRESOLVED_IMPORT") next("error", log)
      else next(level, log)
    },
  })
  await build.write({
    dir: directory,
    ...output,
    sourcemap: true,
    chunkFileNames: "[name]-[hash].js",
  })
  await build.close()
}

/** What code reads beside itself. */
const files: ReadonlyArray<readonly [from: string, to: string]> = [
  ["packages/assistant/src/dictionaries", "dictionaries"],
  ["packages/catalogue/src/manga", "manga"],
  ["packages/store-grammar/src/words", "words"],
  ["packages/store-grammar/src/patterns", "patterns"],
  ["packages/endpoint-health/prices", "prices"],
  ["apps/precompute/src/prices.json", "prices.json"],
  ["LICENSE", "LICENSE"],
]

const copyAddons = async (directory: string, { abi, arch }: Platform): Promise<void> => {
  const sockets = packageOf("orchestrator", "uWebSockets.js")
  const socketsFile = `uws_linux_${arch}_${abi}.node`
  await cp(join(sockets, socketsFile), join(directory, "dist", socketsFile))
}

/** Empties `directory` and fills it. */
export const writeApps = async (directory: string, platform: Platform): Promise<void> => {
  await rm(directory, { recursive: true, force: true })
  await mkdir(join(directory, "dist"), { recursive: true })
  await bundle(join(directory, "dist"))
  for (const [from, to] of files) {
    await cp(join(root, from), join(directory, to), { recursive: true })
  }
  await buildConsole(join(directory, "console"))
  await copyAddons(directory, platform)
  // Node looks for the kind of its scripts.
  const manifest = { name: "manga-assist", private: true, type: "module" }
  await writeFile(join(directory, "package.json"), `${JSON.stringify(manifest)}\n`)
}

/** Names of all files below, relative and sorted. */
export const filesOf = async (directory: string): Promise<ReadonlyArray<string>> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort()
}
