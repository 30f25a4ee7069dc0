/**
 * Parses the command line of `pnpm chat`; wrong options and texts that the server would refuse are reported before any
 * connection is made.
 */
import type { Locale } from "@manga-assist/client"
import { type Kinds, misuseText, readArguments } from "@manga-assist/process/arguments"

interface ChatOptions {
  readonly url: URL
  readonly user: string | undefined
  readonly session: string | undefined
  /** Says who asks, where the server wants proof. */
  readonly token: string | undefined
  readonly locale: Locale | undefined
  /** Print the frames as they came instead of rendering them. */
  readonly json: boolean
  /** Ask this and exit; undefined: interactive. */
  readonly question: string | undefined
}

export type Parsed =
  | { readonly kind: "chat"; readonly options: ChatOptions }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly message: string }

export const usage = `pnpm chat [options] ["question"]

Without a question: interactive. Lines typed meanwhile wait for their turn; /help says what else can be typed.
Ctrl-C cancels the running answer, Ctrl-C again leaves.

  --url URL        ws://HOST:PORT/chat (default: CHAT_URL, else ws://127.0.0.1:8080/chat)
  --user NAME      who asks, for example demo-01 to demo-20 (default: an anonymous visitor)
  --token TOKEN    who asks, where the server wants proof (CHAT_TOKEN does the same and stays out of the process list)
  --session NAME   continue this session (default: a new one)
  --locale LOCALE  en or ja (default: the language of the question)
  --json           print the server's frames, one JSON object a line

Exit codes: 0 answered, 1 not answered, 2 wrong option, 130 cancelled.`

const kinds: Kinds = {
  "--url": "values",
  "--user": "values",
  "--token": "values",
  "--session": "values",
  "--locale": "values",
  "--json": "switch",
  "--help": "switch",
}
const identifier = /^[A-Za-z0-9_.-]{1,128}$/
const alphabet = "must be 1 to 128 characters of A-Z a-z 0-9 _ - ."

const readUrl = (text: string): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === "ws:" || url?.protocol === "wss:" ? url : undefined
}

const isLocale = (text: string): text is Locale => text === "en" || text === "ja"

/** What a subprotocol may be made of. */
const tokenPattern = /^[A-Za-z0-9_.~-]{1,8000}$/

/** Takes `CHAT_URL` and `CHAT_TOKEN` where an option is not given. Never throws. */
export const parseOptions = (
  argv: ReadonlyArray<string>,
  environment: Readonly<Record<string, string | undefined>>,
): Parsed => {
  const wrong = (message: string): Parsed => ({ kind: "wrong", message })
  const given = readArguments(argv, kinds, "words")
  if ("misuse" in given) {
    const { misuse } = given
    return wrong(
      misuse.problem === "unknown option"
        ? `${misuseText(misuse)}\n\n${usage}`
        : misuseText(misuse),
    )
  }
  const { words } = given
  const json = given.has("--json")
  if (given.has("--help")) return { kind: "help" }

  const urlText =
    given.value("--url") ?? (environment["CHAT_URL"] || undefined) ?? "ws://127.0.0.1:8080/chat"
  const url = readUrl(urlText)
  if (url === undefined) {
    return wrong(`${given.has("--url") ? "--url" : "CHAT_URL"} must be a ws:// or wss:// address`)
  }
  const user = given.value("--user")
  if (user !== undefined && !identifier.test(user)) return wrong(`--user ${alphabet}`)
  const session = given.value("--session")
  if (session !== undefined && !identifier.test(session)) return wrong(`--session ${alphabet}`)
  const token = given.value("--token") ?? (environment["CHAT_TOKEN"] || undefined)
  if (token !== undefined && !tokenPattern.test(token)) {
    return wrong(`${given.has("--token") ? "--token" : "CHAT_TOKEN"} is no token`)
  }
  const locale = given.value("--locale")
  if (locale !== undefined && !isLocale(locale)) return wrong("--locale must be en or ja")

  const question = words.length === 0 ? undefined : words.join(" ").trim()
  const broken = question === undefined ? undefined : checkQuestion(question)
  if (broken !== undefined) return wrong(broken)
  return { kind: "chat", options: { url, user, token, session, locale, json, question } }
}

/** Why the server would refuse this text, or undefined. */
export const checkQuestion = (text: string): string | undefined => {
  if (text.trim() === "") return "the question is empty"
  return text.trim().length > 2000
    ? `the question has ${text.trim().length} characters, 2,000 at most`
    : undefined
}
