/**
 * Installs the packages that are compared with this project, such as LangChain.js, on demand and outside the workspace.
 *
 * `npm ci` runs once for each lockfile into the user's cache folder. Each run then works in a temporary folder with copies
 * of the benchmark's own small chat servers and a link to those packages. Install scripts of packages are not run.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createHash } from "node:crypto"
import { rmSync } from "node:fs"
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from "node:fs/promises"
import { homedir, tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { adoptProcess } from "../process/PinnedProcess.ts"

const bench = fileURLToPath(new URL("../../", import.meta.url))
const manifests = ["package.json", "package-lock.json"]
/** What the servers share with this bench. */
const shared = [
  "src/process/AnswerCalls.ts",
  "src/connections/clients/Conversation.ts",
  "src/peers/PlainServer.ts",
]
const installWithinMs = 120_000

export interface Installation {
  /** Seconds of `npm ci`; 0 when the packages were kept from an earlier run. */
  readonly seconds: number
  /** The address of a server's file, for `startProcess`. */
  readonly server: (file: string) => string
}

const npmArguments = [
  "ci",
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--prefer-offline",
  // Without a network it is told soon.
  "--fetch-retries=1",
  "--fetch-retry-mintimeout=500",
  "--loglevel=error",
]

/** The line that says what happened, without npm's own name in front of each. */
const reasonIn = (said: string): string => {
  const lines = said.split("\n").map((line) => line.replace(/^npm error\s*/, "").trim())
  const told = lines.find((line) => line !== "" && !/^(code|syscall|errno|path)\b/.test(line))
  // Results are shared, and whose registry it was is nobody else's business.
  return (told ?? "it says nothing").replaceAll(/https?:\/\/\S+/g, "the registry").slice(0, 200)
}

const npmCi = async (folder: string): Promise<void> => {
  // npm runs on this Node, whatever the machine's own is.
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`
  const child = spawn("npm", npmArguments, {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PATH },
    timeout: installWithinMs,
    killSignal: "SIGKILL",
  })
  adoptProcess(child)
  const started = performance.now()
  let said = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-20_000)
  })
  const [code] = await once(child, "close").catch((error: Error) => {
    throw new Error(`npm cannot be started: ${error.message}`)
  })
  if (code === 0) return
  if (performance.now() - started < installWithinMs) {
    throw new Error(`npm ci failed: ${reasonIn(said)}`)
  }
  throw new Error(`npm ci did not end within ${installWithinMs / 1_000} s`)
}

const cacheFolder = (): string => {
  const base = process.env["XDG_CACHE_HOME"]
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "manga-assist")
}

/** The folder with `node_modules`, and how long it took to come by. @throws Error saying why not */
const packages = async (): Promise<{ readonly folder: string; readonly seconds: number }> => {
  const hash = createHash("sha256").update(process.version)
  for (const file of manifests) hash.update(await readFile(join(bench, "peers", file)))
  const folder = join(cacheFolder(), `bench-peers-${hash.digest("hex").slice(0, 16)}`)
  const kept = await readdir(folder).catch(() => undefined)
  if (kept !== undefined) return { folder, seconds: 0 }
  await mkdir(dirname(folder), { recursive: true })
  // Beside it and renamed, so that an interrupted installation is never taken for a whole one.
  const half = await mkdtemp(`${folder}.`)
  const removeHalf = () => rm(half, { recursive: true, force: true })
  try {
    for (const file of manifests) await copyFile(join(bench, "peers", file), join(half, file))
    const started = performance.now()
    await npmCi(half)
    const seconds = (performance.now() - started) / 1_000
    await rename(half, folder).catch(async (error: unknown) => {
      // Somebody else may have been first.
      if ((await readdir(folder).catch(() => undefined)) === undefined) throw error
      await removeHalf()
    })
    return { folder, seconds }
  } catch (error) {
    await removeHalf()
    throw error
  }
}

/** @throws Error saying why the peers' packages cannot be had */
export const installPeers = async (): Promise<Installation> => {
  const { folder, seconds } = await packages()
  const work = await mkdtemp(join(tmpdir(), "bench-peers-"))
  process.once("exit", () => {
    rmSync(work, { recursive: true, force: true })
  })
  const servers = (await readdir(join(bench, "peers"))).filter((file) => file.endsWith(".mjs"))
  for (const file of [...shared, ...servers.map((server) => `peers/${server}`)]) {
    await mkdir(dirname(join(work, file)), { recursive: true })
    await copyFile(join(bench, file), join(work, file))
  }
  await copyFile(join(bench, "peers/package.json"), join(work, "package.json"))
  await symlink(join(folder, "node_modules"), join(work, "node_modules"), "dir")
  return {
    seconds,
    server: (file) => pathToFileURL(join(work, "peers", file)).href,
  }
}
