/** Imports the pool's entry where nothing but its package is installed: what is loaded, how much, how fast. */
import { readdirSync, statSync } from "node:fs"
import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"

const loaded = []
registerHooks({
  load: (url, context, next) => {
    loaded.push(url)
    return next(url, context)
  },
})
const startedAt = performance.now()
const { pooledFetch } = await import("@manga-assist/connections/http2")
const importMs = performance.now() - startedAt
const fetch = pooledFetch({ connectMs: 200 })
const failure = await fetch("https://127.0.0.1:1/").catch((error) => error.cause?.reason)
await fetch.close()

const files = loaded.filter((url) => url.startsWith("file:")).map((url) => fileURLToPath(url))
const own = /\/@manga-assist\/(?:connections|options)\/dist\//
const foreign = files.filter((file) => !own.test(file))
const bytesOf = (all) => all.reduce((sum, file) => sum + statSync(file).size, 0)
const installed = readdirSync("node_modules", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`)
const kb = (bytes) => Math.round(bytes / 1_000)
console.log(
  `Node ${process.versions.node}: http2 entry loads ${files.length} files, ${kb(bytesOf(files))} KB, ` +
    `in ${importMs.toFixed(0)} ms; installed ${kb(bytesOf(installed))} KB`,
)
const wrong = [
  ...foreign.map((file) => `loads ${file}`),
  ...(failure === "connect-failed" ? [] : [`failed as ${failure}`]),
  ...(bytesOf(files) <= 300_000 ? [] : ["loads more than 300 KB"]),
  ...(bytesOf(installed) <= 3_000_000 ? [] : ["installs more than 3 MB"]),
]
for (const line of wrong) console.error(line)
process.exitCode = wrong.length
