/** Runs a bundle with what a browser has, and without what only Node has. Nothing said is a failure as well. */
globalThis.chatUrl = process.env.CHAT_URL
const here = process
here.exitCode = 1
globalThis.tell = (line) => {
  here.stdout.write(`${line}\n`)
  here.exitCode = 0
}
const [, , bundle] = process.argv
for (const name of ["process", "Buffer", "global", "setImmediate", "clearImmediate"]) {
  delete globalThis[name]
}
await import(bundle)
