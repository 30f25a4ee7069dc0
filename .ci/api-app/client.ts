/** A client whose types were generated from the server's OpenAPI document: what they promise is what comes. */
import createClient from "openapi-fetch"
import type { paths } from "./api.js"

const { CHAT_URL } = process.env
if (CHAT_URL === undefined) throw new Error("CHAT_URL is the server's address")
const api = createClient<paths>({ baseUrl: CHAT_URL })
const ask = "hello"
/** The document tells both answers of one path: whole, or streamed as text. */
const whole = <A>(data: A | string | undefined) => (typeof data === "string" ? undefined : data)

const models = await api.GET("/v1/models")
const model = models.data?.data[0]?.id ?? ""
const known = await api.GET("/v1/models/{model}", { params: { path: { model } } })
const unknown = await api.GET("/v1/models/{model}", { params: { path: { model: "other" } } })
const completion = await api.POST("/v1/chat/completions", {
  body: { model, messages: [{ role: "user", content: ask }] },
})
const response = await api.POST("/v1/responses", { body: { model, input: ask } })
const ready = await api.GET("/healthz")

const said = {
  model,
  known: known.data?.id,
  unknown: unknown.error?.error.code,
  completion: whole(completion.data)?.choices[0]?.message.content,
  response: whole(response.data)?.status,
  ready: ready.response.status,
}
process.stdout.write(`generated client: ${JSON.stringify(said)}\n`)
const wanted = {
  model: "manga-assist",
  known: "manga-assist",
  unknown: "model_not_found",
  completion: `You said: ${ask}`,
  response: "completed",
  ready: 200,
}
if (JSON.stringify(said) !== JSON.stringify(wanted)) process.exitCode = 1
