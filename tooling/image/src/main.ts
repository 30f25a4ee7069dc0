/**
 * `pnpm bundle FOLDER`: writes the content of the container image, the programs as plain JavaScript and the Node that
 * runs them.
 */
import { cp } from "node:fs/promises"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { filesOf, writeApps } from "./Bundle.ts"

const usage = `pnpm bundle FOLDER
Writes FOLDER/app, the programs as plain JavaScript for Linux, and FOLDER/node, the Node that runs them.
Both are this machine's kind of processor. On another system than Linux, build inside: docker build .`

const wrongUse = 64

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean", short: "h" } },
})
const { arch, execPath, platform, versions } = process
const [folder, ...more] = positionals
const isKnown = platform === "linux" && (arch === "x64" || arch === "arm64")
if (values.help === true) console.log(usage)
else if (folder === undefined || more.length > 0 || !isKnown) {
  console.error(usage)
  process.exitCode = wrongUse
} else {
  const app = join(resolve(folder), "app")
  await writeApps(app, { arch, abi: versions.modules })
  await cp(execPath, join(resolve(folder), "node"))
  console.log(`${(await filesOf(app)).length} files in ${app}`)
}
