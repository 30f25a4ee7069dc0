/** Routes a request to its operation by method and path, as Bedrock Runtime's API model defines them. */
export type Operation =
  | { readonly name: "ApplyGuardrail"; readonly guardrailId: string; readonly version: string }
  | {
      readonly name:
        | "Converse"
        | "ConverseStream"
        | "CountTokens"
        | "InvokeModel"
        | "InvokeModelWithResponseStream"
      readonly modelId: string
    }
  | { readonly name: "ListAsyncInvokes" }

const byAction = {
  converse: "Converse",
  "converse-stream": "ConverseStream",
  "count-tokens": "CountTokens",
  invoke: "InvokeModel",
  "invoke-with-response-stream": "InvokeModelWithResponseStream",
} as const

/** The names of all that is served. */
export const operationNames: ReadonlyArray<Operation["name"]> = [
  ...Object.values(byAction),
  "ApplyGuardrail",
  "ListAsyncInvokes",
]

/** Those that answer by a stream of events. */
export const streamNames: ReadonlySet<string> = new Set([
  "ConverseStream",
  "InvokeModelWithResponseStream",
])

const isAction = (text: string): text is keyof typeof byAction => Object.hasOwn(byAction, text)

/** `undefined` for every other method and path. */
export const findOperation = (method: string, target: string): Operation | undefined => {
  const [path = ""] = target.split("?", 1)
  if (method === "GET") return path === "/async-invoke" ? { name: "ListAsyncInvokes" } : undefined
  if (method !== "POST") return undefined
  // A model id may be an ARN, whose slash some clients leave bare.
  const model = /^\/model\/(.+)\/([a-z-]+)$/.exec(path)
  if (model !== null) {
    const modelId = decode(model[1] ?? "")
    const action = model[2] ?? ""
    if (modelId === undefined || !isAction(action)) return undefined
    return { name: byAction[action], modelId }
  }
  const guardrail = /^\/guardrail\/(.+)\/version\/([^/]+)\/apply$/.exec(path)
  if (guardrail === null) return undefined
  const guardrailId = decode(guardrail[1] ?? "")
  const version = decode(guardrail[2] ?? "")
  if (guardrailId === undefined || version === undefined) return undefined
  return { name: "ApplyGuardrail", guardrailId, version }
}

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
