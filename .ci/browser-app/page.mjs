/** Runs a bundle with what a browser has, and without what only Node has. */
globalThis.chatUrl = process.env.CHAT_URL
const { stdout } = process
globalThis.tell = (line) => stdout.write(`${line}\n`)
const [, , bundle] = process.argv
for (const name of ["process", "Buffer", "global", "setImmediate", "clearImmediate"]) {
  delete globalThis[name]
}
await import(bundle)
