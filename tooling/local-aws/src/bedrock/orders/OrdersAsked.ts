/**
 * Decides whether a question asks about the customer's own orders, by its words; the intent that the prompt names counts
 * only where they say nothing else.
 */
import { type Asked, type Part, says } from "../Asked.ts"
import { type Intent } from "@manga-assist/store-grammar"
import { surePolicies, topicsUnruled } from "../PolicyChoice.ts"
import { type Prompt } from "../PromptReader.ts"

const orderNumber = /ma-\d|order number/u
const own =
  /\bmy\b|\bi(?:'ve)? (?:ordered|bought)\b|\b(?:did|have) i\b|ma-\d|(?:私|僕|俺|うち)の|注文し(?:た|まし)(?!ら|場合)|今の|前回|前に/u

/** "Something like my last order" measures by the order, and asks for other books. */
export const likensToOrder = (
  { products }: Prompt,
  text: string,
  intent: Intent | undefined,
): boolean => intent === "recommend" && products.length > 0 && says(text, "likens")

const signsIn = /ログイン|サインイン|\b(?:sign|log)(?:ged|ging|ned|ning)? ?in\b|\blogin\b/u

/** By the words alone; what the store took it for decides where they say nothing else. */
export const ordersAsked = (
  prompt: Prompt,
  { parts, text }: Asked,
  titles: ReadonlyArray<string>,
  intent: Intent | undefined,
): boolean => {
  const { orders, signedIn } = prompt
  // "Do I have to sign in for that?", right after it was told so.
  if (!signedIn && signsIn.test(text) && signsIn.test(prompt.before.toLowerCase())) return true
  if (likensToOrder(prompt, text, intent)) return false
  const isGeneral = intent === "policy" && !own.test(text) && orders.length === 0
  const isPolicyAlone = ({ policies, text: part }: Part) =>
    policies.some((topic) => !/ship/u.test(topic)) && !orderNumber.test(part)
  // What no rule is on needs no order that is not seen.
  if (orders.length === 0 && topicsUnruled(text) && !orderNumber.test(text)) return false
  if (!isGeneral && parts.some((part) => part.order === "surely" && !isPolicyAlone(part))) {
    return true
  }
  const topics = [...parts.flatMap(({ policies }) => policies), ...surePolicies(prompt, text)]
  const asksOther = topics.some((topic) => !/ship/u.test(topic))
  const perhaps = parts.some(({ order }) => order === "perhaps")
  const inOrder = orders.some(({ items }) =>
    items.some(({ title }) => titles.some((each) => title.startsWith(each))),
  )
  if (perhaps && inOrder) return true
  // "I ordered last week, has it shipped?", whatever rule is asked for beside.
  if (orders.length > 0 && titles.length === 0 && says(text, "bought") && says(text, "arrives")) {
    return true
  }
  const general =
    /送料|海外|国内|関税|まで|何日|\bcosts?\b|\bfree\b|\babroad\b|\bcustoms\b|\bdo you\b|\bto §?[a-z]+$/u
  const isGeneralPart = parts.some(
    ({ order, text: part }) => order === "perhaps" && general.test(part),
  )
  if (perhaps && !asksOther && titles.length === 0 && !isGeneralPart) {
    return signedIn || says(text, "bought")
  }
  if (intent !== "order-status" || asksOther || topicsUnruled(text)) return false
  const ofBook = titles.length > 0 && !says(text, "bought")
  return !ofBook && !(topics.length > 0 && general.test(text))
}
