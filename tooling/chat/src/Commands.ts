/**
 * Recognises commands to this client itself among questions to the store: lines that begin with a slash (`/help`,
 * `/quit`), and the words by which other programs are left.
 */
export type Command = "help" | "quit" | "unknown"

const names: Readonly<Record<string, Command>> = {
  "/help": "help",
  "/quit": "quit",
  "/exit": "quit",
}
const leaving = new Set(["exit", "quit"])

/** Undefined for a question. */
export const commandOf = (text: string): Command | undefined => {
  const word = text.trim()
  if (leaving.has(word.toLowerCase())) return "quit"
  return /^\/[a-z]*$/i.test(word) ? (names[word.toLowerCase()] ?? "unknown") : undefined
}

export const help = `/help   this
/quit   leave, once all that was asked is answered; exit and Ctrl-D do the same

Lines typed while an answer runs wait for their turn. A paste of many lines is one question.
Ctrl-C cancels the running answer and forgets what waits; again, or with nothing running, it leaves.`
