/**
 * Finds out whether a wrong answer is due to a misclassified intent. Resends the recorded prompt to the emulated model
 * with the intent attribute replaced by each of the other intents in turn, all facts unchanged. Stops at the first
 * answer that meets the expectations.
 */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
} from "@aws-sdk/client-bedrock-runtime"
import { formIntents } from "@manga-assist/store-grammar"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { readFile } from "node:fs/promises"
import type { RunningStore } from "../store/RunningStore.ts"
import type { SentPrompt } from "./PromptFacts.ts"

const attribute = /(<question[^>]*\bintent=")([^"]*)(")/u

/** The request with the intent of its question exchanged; nothing where it names none. */
export const withIntent = (
  { request }: SentPrompt,
  intent: string,
): SentPrompt["request"] | undefined => {
  const { messages = [] } = request
  const last = messages.at(-1)
  if (last === undefined || !last.content.some(({ text = "" }) => attribute.test(text))) {
    return undefined
  }
  const content = last.content.map((part) =>
    part.text === undefined ? part : { text: part.text.replace(attribute, `$1${intent}$3`) },
  )
  return { ...request, messages: [...messages.slice(0, -1), { ...last, content }] }
}

export class OtherIntents {
  readonly #client: BedrockRuntimeClient

  private constructor(client: BedrockRuntimeClient) {
    this.#client = client
  }

  static async of({ environment }: Pick<RunningStore, "environment">): Promise<OtherIntents> {
    const of = (name: string) => environment[name] ?? ""
    const ca = await readFile(of("NODE_EXTRA_CA_CERTS"))
    return new OtherIntents(
      new BedrockRuntimeClient({
        endpoint: of("AWS_ENDPOINT_URL_BEDROCK_RUNTIME"),
        region: of("AWS_REGION"),
        credentials: {
          accessKeyId: of("AWS_ACCESS_KEY_ID"),
          secretAccessKey: of("AWS_SECRET_ACCESS_KEY"),
        },
        requestHandler: new NodeHttpHandler({ httpsAgent: { ca } }),
      }),
    )
  }

  /** Whether the answer to the same facts is right under any other intent. */
  async anyRight(sent: SentPrompt, isRight: (answer: string) => boolean): Promise<boolean> {
    const now = attribute.exec(sent.request.messages?.at(-1)?.content.at(-1)?.text ?? "")?.[2]
    for (const intent of formIntents) {
      const request = intent === now ? undefined : withIntent(sent, intent)
      if (request === undefined) continue
      const { output } = await this.#client.send(
        // What the store sent, but for one word.
        new ConverseCommand({ ...request, modelId: sent.modelId } as ConverseCommandInput),
      )
      const answer = (output?.message?.content ?? []).map(({ text = "" }) => text).join("")
      if (isRight(answer)) return true
    }
    return false
  }

  close(): void {
    this.#client.destroy()
  }
}
