/**
 * Runs a bundle as a browser does, without `process`. Nothing said is a failure as well. Node's own WebSocket needs `Buffer`
 * and `setImmediate`: that the bundle does not is looked up in its text.
 */
import { readFileSync } from "node:fs"

globalThis.chatUrl = process.env.CHAT_URL
const here = process
here.exitCode = 1
globalThis.tell = (line) => {
  here.stdout.write(`${line}\n`)
  here.exitCode = 0
}
const [, , bundle] = process.argv
const text = readFileSync(new URL(bundle, import.meta.url), "utf8")
if (/\b(?:Buffer|setImmediate|require)\b|["']node:/.test(text)) throw new Error("of Node alone")
delete globalThis.process
delete globalThis.global
await import(bundle)
