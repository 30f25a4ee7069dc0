/**
 * Line with the state of the connection, shown while it is connecting, lost, refused or without a network, and after a
 * sign-in that was refused. Has the buttons "try now" (lost) and "continue as visitor" (refused).
 */
import type { Chat } from "./Chat.ts"
import { words } from "../words/Language.ts"

export const StatusLine = ({ chat }: { readonly chat: Chat }) => {
  const { status: say } = words.value
  const state = chat.isOffline.value ? "offline" : chat.status.value.state
  const isLost = state === "waiting" || state === "unreachable"
  const isShown = isLost || state === "offline" || state === "refused" || state === "connecting"
  const isTold = !isShown && chat.isRefused.value
  return (
    <div class="status" role="status" data-state={state} hidden={!isShown && !isTold}>
      {isTold && <span>{say.notSignedIn}</span>}
      {isShown && (
        <>
          <span>{say[state]}</span>
          {isLost && (
            <button type="button" onClick={() => chat.tryNow()}>
              {say.tryNow}
            </button>
          )}
          {state === "refused" && (
            <button type="button" onClick={() => chat.become({})}>
              {say.asVisitor}
            </button>
          )}
        </>
      )}
    </div>
  )
}
