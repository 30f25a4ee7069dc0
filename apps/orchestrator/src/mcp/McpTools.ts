/**
 * The tools of the store for agents, by the definitions that the model has: the same names, inputs and results.
 *
 * What a tool refuses is told as an error with its content; the agent may read and mend it.
 */
import { type StoreTools, storeTools } from "@manga-assist/assistant"
import {
  type CallToolResult,
  createMcpHandler,
  McpServer,
  type StandardSchemaWithJSON,
} from "@modelcontextprotocol/server"
import type { Locale } from "@manga-assist/protocol"
import { type Context, Data, type Effect } from "effect"

/** A tool's answer that says why there is none; the agent may read and mend it. */
export class ToolRefused extends Data.TaggedError("ToolRefused")<{ readonly message: string }> {}

export interface ToolCaller {
  /** Absent: an anonymous caller. */
  readonly user: string | undefined
  readonly locale: Locale
  /** Runs one call under the caller's limits. Rejects with `ToolRefused`. */
  readonly run: <A, E>(call: Effect.Effect<A, E>) => Promise<A>
}

type Store = Context.Service.Shape<typeof StoreTools>

/** What a turn has. */
const deadlineMs = 2_000

/** The tool itself reads its input, and says what is wrong with it. */
const shownAs = (inputSchema: Record<string, unknown>): StandardSchemaWithJSON => ({
  "~standard": {
    version: 1,
    vendor: "manga-assist",
    validate: (value) => ({ value }),
    jsonSchema: { input: () => inputSchema, output: () => inputSchema },
  },
})

const readOnly = { readOnlyHint: true, idempotentHint: true, openWorldHint: false }

const answer = (content: Record<string, unknown>, isError: boolean): CallToolResult => ({
  content: [{ type: "text", text: JSON.stringify(content) }],
  structuredContent: content,
  ...(isError ? { isError } : {}),
})

const callTool = async (
  store: Store,
  { locale, run, user }: ToolCaller,
  name: string,
  input: unknown,
): Promise<CallToolResult> => {
  try {
    const { content, ok } = await run(
      store.run({ name, input }, { user, locale, deadlineMs, seen: [] }),
    )
    return answer(content, !ok)
  } catch (error) {
    const message =
      error instanceof ToolRefused ? error.message : "the store cannot be asked now; try again"
    return answer({ error: message }, true)
  }
}

const mcpServer = (store: Store, caller: ToolCaller): McpServer => {
  const server = new McpServer(
    { name: "manga-assist", version: "2.0.0" },
    {
      instructions: "A manga shop in Japan. Prices are in JPY, tax included. All tools only read.",
    },
  )
  for (const { description, inputSchema, name } of storeTools) {
    server.registerTool(
      name,
      { description, inputSchema: shownAs(inputSchema), annotations: readOnly },
      (input) => callTool(store, caller, name, input),
    )
  }
  return server
}

/** Answers one request of one caller. */
export const answerMcp = (store: Store, caller: ToolCaller, request: Request): Promise<Response> =>
  // Nothing here changes while it is being listened to.
  createMcpHandler(() => mcpServer(store, caller), { maxSubscriptions: 0 }).fetch(request)
