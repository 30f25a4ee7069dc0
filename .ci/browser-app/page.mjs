/** Runs a bundle as a page does: what only Node has are names of nothing in it. Nothing said is a failure as well. */
import { readFileSync, writeFileSync } from "node:fs"

globalThis.chatUrl = process.env.CHAT_URL
process.exitCode = 1
globalThis.tell = (line) => {
  process.stdout.write(`${line}\n`)
  process.exitCode = 0
}
const [, , bundle] = process.argv
const ofNode = ["process", "Buffer", "global", "setImmediate", "clearImmediate", "require"]
const text = readFileSync(new URL(bundle, import.meta.url), "utf8")
if (/["']node:/.test(text)) throw new Error(`${bundle} imports what only Node has`)
const page = new URL(bundle.replace(".mjs", ".page.mjs"), import.meta.url)
writeFileSync(page, `const [${ofNode.join(", ")}] = [];\n${text}`)
await import(page)
