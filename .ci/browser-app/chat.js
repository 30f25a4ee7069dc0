/** What a page's bundle is made of. */
import { ChatClient } from "@manga-assist/client"
import { makeQuestionReader } from "@manga-assist/language"

const { read } = makeQuestionReader({
  words: "PRICE: how much; price",
  names: [],
  rewrites: "",
  shapes: "price: PRICE",
  slots: {},
  silent: [],
  refused: {},
})
const chat = new ChatClient({ url: globalThis.chatUrl })
const answer = chat.ask("hello")
const { kind } = await answer.ended
const said = `${kind}, "${answer.text}", ${read("How much").form}, ${read("price").form}`
await chat.close()
if (said !== 'ended, "You said: hello", price, price') throw new Error(said)
globalThis.tell(`a page's bundle: ${said}`)
