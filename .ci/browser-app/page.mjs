/** Runs a bundle with what a browser has, and without what only Node has. */
globalThis.chatUrl = process.env.CHAT_URL
const [, , bundle] = process.argv
for (const name of ["process", "Buffer", "global", "setImmediate", "clearImmediate"]) {
  delete globalThis[name]
}
await import(bundle)
