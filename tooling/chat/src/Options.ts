/**
 * Parses the command line of `pnpm chat`; wrong options and texts that the server would refuse throw `WrongUse` before any
 * connection is made.
 */
import { optionsOf, refuse } from "@manga-assist/process/arguments"

export const usage = `pnpm chat [options] ["question"]

Without a question: interactive. Lines typed meanwhile wait for their turn; /help says what else can be typed.
Ctrl-C cancels the running answer, Ctrl-C again leaves.

  --url URL        ws://HOST:PORT/chat (default: CHAT_URL, else ws://127.0.0.1:8080/chat)
  --user NAME      who asks, for example demo-01 to demo-20 (default: an anonymous visitor)
  --token TOKEN    who asks, where the server wants proof (CHAT_TOKEN does the same and stays out of the process list)
  --session NAME   continue this session (default: a new one)
  --locale LOCALE  en or ja (default: the language of the question)
  --race           two bars under an answer that was kept: the model's time, and now; one question is asked twice
  --json           print the server's frames, one JSON object a line

Exit codes: 0 answered, 1 not answered, 2 wrong option, 130 cancelled.`

const kinds = {
  "--url": "values",
  "--user": "values",
  "--token": "values",
  "--session": "values",
  "--locale": "values",
  "--json": "switch",
  "--race": "switch",
} as const
const identifier = /^[A-Za-z0-9_.-]{1,128}$/
const alphabet = "1 to 128 characters of A-Z a-z 0-9 _ - ."

/** What a subprotocol may be made of. */
const tokenPattern = /^[A-Za-z0-9_.~-]{1,8000}$/

/** Takes `CHAT_URL` and `CHAT_TOKEN` where an option is not given. */
export const parseOptions = (
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string | undefined>>,
) => {
  const { has, matching, oneOf, value, words } = optionsOf(args, kinds, {
    words: Infinity,
    dashed: "words",
  })
  const address = value("--url") ?? (environment["CHAT_URL"] || "ws://127.0.0.1:8080/chat")
  const url = URL.canParse(address) ? new URL(address) : undefined
  const token = value("--token") ?? (environment["CHAT_TOKEN"] || undefined)
  if (token !== undefined && !tokenPattern.test(token)) {
    refuse(`${has("--token") ? "--token" : "CHAT_TOKEN"} is no token`)
  }
  const question = words.length === 0 ? undefined : words.join(" ").trim()
  const broken = question === undefined ? undefined : checkQuestion(question)
  if (broken !== undefined) refuse(broken)
  return {
    url:
      url?.protocol === "ws:" || url?.protocol === "wss:"
        ? url
        : refuse(`${has("--url") ? "--url" : "CHAT_URL"} must be a ws:// or wss:// address`),
    user: matching("--user", identifier, alphabet).at(-1),
    /** Says who asks, where the server wants proof. */
    token,
    session: matching("--session", identifier, alphabet).at(-1),
    locale: oneOf("--locale", ["en", "ja"]),
    /** Print the frames as they came instead of rendering them. */
    json: has("--json"),
    race: has("--race"),
    /** Ask this and exit; undefined: interactive. */
    question,
  }
}

/** Why the server would refuse this text, or undefined. */
export const checkQuestion = (text: string): string | undefined => {
  if (text.trim() === "") return "the question is empty"
  return text.trim().length > 2000
    ? `the question has ${text.trim().length} characters, 2,000 at most`
    : undefined
}
