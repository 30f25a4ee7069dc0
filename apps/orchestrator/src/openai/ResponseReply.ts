/**
 * Converts frames to the events of OpenAI's Responses API, or to one response. Text is in messages; what the model looks up
 * in the store is a call of the server's own tools, whose arguments and results are not told. Products, source and
 * timeline, which the format has no field for, are in the response's `manga_assist`.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { dataEvent, detailsOf, type TurnEnd } from "../codec/TurnDetails.ts"
import { modelId } from "./AskedMessage.ts"

type Fields = Readonly<Record<string, unknown>>

interface Item {
  readonly id: string
  readonly fields: Fields
  /** Of a message that is being said. */
  text?: string
  status: "in_progress" | "completed" | "incomplete"
}

const part = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] })

const shown = ({ fields, id, status, text }: Item) => ({
  id,
  ...fields,
  ...(text !== undefined && {
    content: text === "" && status === "in_progress" ? [] : [part(text)],
  }),
  status,
})

/** An answer from memory used no tokens. */
const usageOf = ({ usage }: TurnEnd) => {
  const cached = usage?.cacheReadTokens ?? 0
  const input = (usage?.inputTokens ?? 0) + cached + (usage?.cacheWriteTokens ?? 0)
  const output = usage?.outputTokens ?? 0
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  }
}

/** Why an answer ended before it was whole. */
const cutBy = ({ finish }: TurnEnd): string | undefined => {
  if (finish === "max-tokens") return "max_output_tokens"
  return finish === "blocked" || finish === "refused" ? "content_filter" : undefined
}

/** `id` of the message; `created` in whole seconds. `write` gives the events, `whole` the response so far. */
export const responseWriter = (id: string, created: number) => {
  const output: Array<Item> = []
  let open: ReadonlyArray<Item> = []
  /** Looked up before there was content: until then a turn that fails is an error with a status. */
  let early: ReadonlyArray<Extract<ServerFrame, { type: "looking" }>> = []
  let hasBegun = false
  let sequence = 0
  let outcome: Fields = { status: "in_progress" }
  let details: Fields = { products: [] }

  const whole = () => ({
    id: `resp_${id}`,
    object: "response",
    created_at: created,
    model: modelId,
    output: output.map(shown),
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: false,
    temperature: null,
    tool_choice: "auto",
    tools: [],
    top_p: null,
    ...outcome,
    manga_assist: details,
  })
  const event = (type: string, fields: Fields): string => {
    const data = dataEvent({ type, sequence_number: sequence, ...fields })
    sequence += 1
    return `event: ${type}\n${data}`
  }
  const lifecycle = (type: string): string => event(`response.${type}`, { response: whole() })
  const at = (item: Item) => ({ item_id: item.id, output_index: output.indexOf(item) })
  const added = (item: Item): string => {
    output.push(item)
    return event("response.output_item.added", {
      output_index: output.length - 1,
      item: shown(item),
    })
  }
  const closed = (item: Item, status: Item["status"]): string => {
    item.status = status
    const { text } = item
    const inPart = { ...at(item), content_index: 0 }
    const before =
      text === undefined
        ? [event(`response.mcp_call.${status === "completed" ? status : "failed"}`, at(item))]
        : [
            event("response.output_text.done", { ...inPart, text, logprobs: [] }),
            event("response.content_part.done", { ...inPart, part: part(text) }),
          ]
    const done = { output_index: output.indexOf(item), item: shown(item) }
    return [...before, event("response.output_item.done", done)].join("")
  }
  const close = (status: Item["status"] = "completed"): string => {
    const said = open.map((item) => closed(item, status)).join("")
    open = []
    return said
  }
  const look = ({ tools }: Extract<ServerFrame, { type: "looking" }>): string => {
    const before = close()
    open = tools.map(({ name }, index) => ({
      id: `mcp_${id}_${output.length + index}`,
      fields: { type: "mcp_call", name, server_label: modelId, arguments: "{}" },
      status: "in_progress",
    }))
    const begun = open.map((item) => added(item) + event("response.mcp_call.in_progress", at(item)))
    return before + begun.join("")
  }
  const begin = (): string => {
    if (hasBegun) return ""
    hasBegun = true
    const said = [lifecycle("created"), lifecycle("in_progress"), ...early.map(look)]
    early = []
    return said.join("")
  }
  const say = (text: string): string => {
    const [going] = open
    if (going?.text !== undefined) {
      going.text += text
      return event("response.output_text.delta", {
        ...at(going),
        content_index: 0,
        delta: text,
        logprobs: [],
      })
    }
    const item: Item = {
      id: `msg_${id}_${output.length}`,
      fields: { type: "message", role: "assistant" },
      text: "",
      status: "in_progress",
    }
    const before = close() + added(item)
    open = [item]
    const begun = event("response.content_part.added", {
      ...at(item),
      content_index: 0,
      part: part(""),
    })
    return before + begun + say(text)
  }
  const write = (frame: ServerFrame): string => {
    if (frame.type === "looking") {
      if (hasBegun) return look(frame)
      early = [...early, frame]
      return ""
    }
    if (frame.type === "products") {
      details = { ...details, products: frame.products }
      const begun = begin()
      return open.some(({ text }) => text === undefined) ? begun + close() : begun
    }
    if (frame.type === "delta") return begin() + say(frame.text)
    if (frame.type === "turn-end") {
      const reason = cutBy(frame)
      const status = reason === undefined ? "completed" : "incomplete"
      const before = begin() + close(status)
      outcome = { status, usage: usageOf(frame), ...(reason && { incomplete_details: { reason } }) }
      details = { ...details, ...detailsOf(frame) }
      return before + lifecycle(status)
    }
    if (frame.type !== "error") return ""
    const before = begin() + close("incomplete")
    outcome = { status: "failed", error: { code: "server_error", message: frame.message } }
    return before + lifecycle("failed")
  }
  return {
    write: (frames: ReadonlyArray<ServerFrame>): string => frames.map(write).join(""),
    whole,
  }
}
