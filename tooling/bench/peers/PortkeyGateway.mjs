/** The gateway itself, as `npx @portkey-ai/gateway --headless` starts it, on the port it is told. */
import { answerCalls } from "../src/process/AnswerCalls.ts"

const url = `http://127.0.0.1:${process.env.GATEWAY_PORT}/`
// Of each stream it says that it cannot write its own log.
process.stderr.write = () => true
process.argv.push(`--port=${process.env.GATEWAY_PORT}`, "--headless")
await import("@portkey-ai/gateway/build/start-server.js")

const answers = () =>
  fetch(url).then(
    () => true,
    () => false,
  )
for (let tries = 0; !(await answers()); tries++) {
  if (tries === 200) throw new Error(`the gateway does not answer at ${url}`)
  await new Promise((resolve) => setTimeout(resolve, 50))
}

answerCalls({
  cpuMs: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000
  },
})
