/** Greetings, thanks, good-byes, and what is not a matter for a bookshop, in English. */
import { type Sayings } from "./Composer.ts"
import { type Scene } from "./Scene.ts"

const abilities =
  "I can recommend manga, look up titles, prices, stock and release dates, check your orders, and explain shipping and returns."

export const smallTalk = ({ choose, prompt }: Scene): Pick<Sayings, "greeting" | "other"> => {
  const hello = prompt.customer?.name === undefined ? "Hello" : `Hello ${prompt.customer.name}`

  return {
    greeting: () => {
      if (/\b(?:thank|thanks|thx|ty|cheers)/i.test(prompt.question)) {
        return "You're welcome! Is there anything else I can find for you?"
      }
      if (/\b(?:bye|goodbye|good night|see you|that's (?:all|it))\b/i.test(prompt.question)) {
        return "Goodbye, and enjoy your reading!"
      }
      return `${hello}! ${choose(["Welcome to our manga store.", "Nice to see you."])} ${abilities}`
    },
    other: () => {
      if (/\bmy name\b|\bwho am i\b/i.test(prompt.question)) {
        const name = prompt.customer?.name
        return name === undefined
          ? `You are not signed in, so I do not know your name. ${abilities}`
          : `You are signed in as ${name}.`
      }
      return `I'm the assistant of this manga store, so I can only help with our books and your orders. ${abilities}`
    },
  }
}
