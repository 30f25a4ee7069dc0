/** placeholder */
import { type ChatModel } from "./Models.ts"
import { type Prompt } from "./PromptReader.ts"
export const compose = (
  prompt: Prompt,
  _o: { seed: number; family: ChatModel["family"] },
): string =>
  prompt.products.length === 0
    ? "I have no product information here."
    : `We have ${prompt.products[0]?.title ?? ""}.`
