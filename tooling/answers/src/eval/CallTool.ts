/**
 * Calls one of the store's tools for a kept turn, as its customer, over the store's own `POST /mcp`: what a reader in the
 * model's place would have been given.
 */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client"
import { readFileSync } from "node:fs"
import { WrongUse } from "@manga-assist/process/arguments"

/** Who is signed in in a turn that `pnpm answers --keep` has written. */
const customerOf = (file: string): string | undefined => {
  let kept: unknown
  try {
    kept = JSON.parse(readFileSync(file, "utf8"))
  } catch (cause) {
    throw new WrongUse(`--turn: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (typeof kept !== "object" || kept === null || !("turns" in kept)) {
    throw new WrongUse(`--turn: ${file} is no kept turn`)
  }
  return "user" in kept && typeof kept.user === "string" ? kept.user : undefined
}

const inputOf = (text: string): Record<string, unknown> => {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown> // The tool itself names what is wrong.
  } catch (cause) {
    throw new WrongUse(`the tool's input: ${cause instanceof Error ? cause.message : ""}`)
  }
}

export const callTool = async ({
  input,
  name,
  turn,
  url,
}: {
  readonly url: string
  /** File of the kept turn. */
  readonly turn: string
  readonly name: string
  /** JSON. */
  readonly input: string
}): Promise<{ readonly ok: boolean; readonly result: unknown }> => {
  const address = new URL(`${url.replace(/\/$/u, "")}/mcp`)
  const user = customerOf(turn)
  const given = inputOf(input)
  if (user !== undefined) address.searchParams.set("user", user)
  const client = new Client({ name: "manga-assist-eval", version: "1.0.0" })
  await client.connect(new StreamableHTTPClientTransport(address))
  try {
    const { content, isError, structuredContent } = await client.callTool({
      name,
      arguments: given,
    })
    return { ok: isError !== true, result: structuredContent ?? content }
  } finally {
    await client.close()
  }
}
