/**
 * Recognises commands to this client itself, lines that begin with a slash (`/help`, `/quit`), among questions to the
 * store.
 */
export type Command = "help" | "quit" | "unknown"

const names: Readonly<Record<string, Command>> = {
  "/help": "help",
  "/quit": "quit",
  "/exit": "quit",
}

/** Undefined for a question. */
export const commandOf = (text: string): Command | undefined => {
  const word = text.trim()
  return /^\/[a-z]*$/i.test(word) ? (names[word.toLowerCase()] ?? "unknown") : undefined
}

export const help = `/help   this
/quit   leave, once all that was asked is answered; Ctrl-D does the same

Lines typed while an answer runs wait for their turn. A paste of many lines is one question.
Ctrl-C cancels the running answer and forgets what waits; again, or with nothing running, it leaves.`
