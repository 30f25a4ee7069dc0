/**
 * Installs the packages that are compared with this project, such as LangChain.js, on demand and outside the workspace:
 * `npm ci` beside their servers, once for each lockfile. Install scripts of packages are not run.
 */
import { execFile, type ExecFileException } from "node:child_process"
import { stat } from "node:fs/promises"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { adoptProcess } from "../process/PinnedProcess.ts"

const peersFolder = fileURLToPath(new URL("../../peers/", import.meta.url))
const installWithinMs = 120_000

/** Without a network it is told soon. */
const npmArguments =
  "ci --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1 --fetch-retry-mintimeout=500 --loglevel=error"

/** The line that says what happened, without npm's own name in front of each. */
const whyNot = ({ message, stderr = "" }: ExecFileException): string => {
  const lines = stderr.split("\n").map((line) => line.replace(/^npm error\s*/, "").trim())
  const told = lines.find((line) => line !== "" && !/^(code|syscall|errno|path)\b/.test(line))
  // Results are shared, and whose registry it was is nobody else's business.
  const reason = (told ?? message).replaceAll(/https?:\/\/\S+/g, "the registry").slice(0, 200)
  return `npm ci failed: ${reason}`
}

/** npm writes its own lockfile last, so that an interrupted installation is never taken for a whole one. */
const isInstalled = async (folder: string): Promise<boolean> => {
  const asked = await stat(join(folder, "package-lock.json"))
  const whole = await stat(join(folder, "node_modules/.package-lock.json")).catch(() => undefined)
  return whole !== undefined && whole.mtimeMs >= asked.mtimeMs
}

/** @throws Error saying why the peers' packages cannot be had */
export const installPeers = async (folder = peersFolder): Promise<void> => {
  if (await isInstalled(folder)) return
  // npm runs on this Node, whatever the machine's own is.
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`
  const running = promisify(execFile)("npm", npmArguments.split(" "), {
    cwd: folder,
    env: { ...process.env, PATH },
    timeout: installWithinMs,
    killSignal: "SIGKILL",
  })
  adoptProcess(running.child)
  await running.catch((error: ExecFileException) => {
    throw new Error(whyNot(error), { cause: error })
  })
}
