/**
 * `pnpm chat`: a terminal client of the store's assistant.
 *
 * With a question it asks once and exits; without one it is interactive until Ctrl-C or end of input.
 */
import { commandLine } from "@manga-assist/process/arguments"
import { askOnce } from "./AskOnce.ts"
import { conversationWith } from "./Conversation.ts"
import { interact } from "./Interactive.ts"
import { parseOptions, usage } from "./Options.ts"
import { openScreen } from "./Screen.ts"
import { visibleLine } from "./Visible.ts"

const screen = openScreen(process.env)
const options = commandLine({ usage, wrongUse: 2 }, (args) => parseOptions(args, process.env))

if (options !== undefined) {
  const conversation = conversationWith({
    ...options,
    onRaw: (raw) => {
      if (options.json) screen.line(visibleLine(raw))
    },
  })
  const unreachable = await conversation.open()
  if (unreachable !== undefined) {
    screen.problem(unreachable)
    process.exit(1)
  }
  const code =
    options.question === undefined
      ? await interact(conversation, screen, options)
      : await askOnce(conversation, options.question, screen, options)
  await conversation.close()
  process.exit(code)
}
