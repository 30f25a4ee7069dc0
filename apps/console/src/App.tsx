/**
 * The layout of the chat page: header, conversation, and a panel with the times of the chosen answer (the newest unless
 * the visitor chose another). On narrow screens only one of the two is visible; `View` says which, and buttons switch
 * between them.
 */
import { useSignal } from "@preact/signals"
import type { Chat } from "./chat/Chat.ts"
import { Composer } from "./chat/Composer.tsx"
import type { Linked } from "./chat/Linked.ts"
import { LinkedAnswer } from "./chat/LinkedAnswer.tsx"
import { SignIn } from "./chat/SignIn.tsx"
import { StatusLine } from "./chat/StatusLine.tsx"
import { Turns } from "./chat/Turns.tsx"
import type { Faults } from "./faults/Faults.ts"
import { Plus } from "./look/Icons.tsx"
import { Toolbar } from "./look/Toolbar.tsx"
import { TimingPanel } from "./timing/TimingPanel.tsx"
import { words } from "./words/Language.ts"

export type View = "chat" | "timing"

interface Props {
  readonly chat: Chat
  readonly linked: Linked
  /** Undefined where no emulators run on this machine. */
  readonly faults?: Faults | undefined
}

export const App = ({ chat, faults, linked }: Props) => {
  const view = useSignal<View>("chat")
  const { assistant, beginAnew, conversation, timing, views } = words.value
  return (
    <div class="page" data-view={view.value}>
      <Toolbar title={assistant}>
        {chat.turns.value.length > 0 && (
          <button
            type="button"
            class="icon-button"
            aria-label={beginAnew}
            title={beginAnew}
            onClick={() => {
              chat.beginAnew()
              view.value = "chat"
            }}
          >
            <Plus />
          </button>
        )}
        <SignIn chat={chat} />
      </Toolbar>
      <nav class="views" aria-label={views.label}>
        {(["chat", "timing"] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={view.value === name}
            onClick={() => (view.value = name)}
          >
            {views[name]}
          </button>
        ))}
      </nav>
      <main class="columns">
        <section class="chat" aria-label={conversation}>
          <StatusLine chat={chat} />
          <LinkedAnswer chat={chat} linked={linked} />
          <Turns chat={chat} onTiming={() => (view.value = "timing")} />
          <Composer chat={chat} />
        </section>
        <section class="timing" aria-label={timing.title}>
          <TimingPanel chat={chat} faults={faults} />
        </section>
      </main>
    </div>
  )
}
