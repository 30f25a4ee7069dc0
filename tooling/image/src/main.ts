/**
 * `pnpm bundle FOLDER`: writes the content of the container image, the programs as plain JavaScript and the Node that
 * runs them.
 */
import { commandLine, optionsOf, WrongUse } from "@manga-assist/process/arguments"
import { cp } from "node:fs/promises"
import { join, resolve } from "node:path"
import { filesOf, writeApps } from "./Bundle.ts"

const usage = `pnpm bundle FOLDER
Writes FOLDER/app, the programs as plain JavaScript for Linux, and FOLDER/node, the Node that runs them.
Both are this machine's kind of processor. On another system than Linux, build inside: docker build .`

const { arch, execPath, platform, versions } = process
const given = commandLine({ usage, wrongUse: 64 }, (args) => {
  const [folder] = optionsOf(args, {}, { words: 1 }).words
  if (folder === undefined) throw new WrongUse("no FOLDER", true)
  if (platform === "linux" && (arch === "x64" || arch === "arm64")) return { arch, folder }
  throw new WrongUse(`not on ${platform} ${arch}`, true)
})
if (given !== undefined) {
  const { folder } = given
  const app = join(resolve(folder), "app")
  await writeApps(app, { arch: given.arch, abi: versions.modules })
  await cp(execPath, join(resolve(folder), "node"))
  console.log(`${(await filesOf(app)).length} files in ${app}`)
}
