/** The command itself against a server that is busy for a moment. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { scriptedServer, wholeTurn } from "../../../packages/client/test/scriptedServer.ts"
import { questions } from "../src/Questions.ts"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

it("asks once more what was not well, and judges the last answer", async () => {
  const [first] = questions
  let isBusy = true
  const server = await scriptedServer({
    onMessage: ({ frame }, send) => {
      if (isBusy) send({ type: "error", id: frame.id, code: "busy", message: "", retryable: true })
      else wholeTurn(frame.id, ["Here."], { source: "exact" }).forEach(send)
      isBusy = false
    },
  })
  const url = server.url.href.replace("ws:", "http:").replace("/chat", "")
  const words = [main, url, "--budget", "200000"]
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, words, (_, out, err) => resolve(out + err))
  })
  await server.close()
  const asked = server.arrivals.filter(({ frame }) => frame.text === first?.text)
  expect(asked).toHaveLength(2)
  expect(said).toContain("again, after 2 s:")
  expect(said).not.toContain("the server is full")
})
