/** Resumes a turn for a client that reconnected: replays its frames, or replies that there is no such turn. */
import type { ClientFrame, ServerFrame } from "@manga-assist/protocol"
import type { ChatServices } from "../messages/ChatServices.ts"
import { errorFrame } from "../codec/Refusals.ts"
import type { Visitor } from "../identity/Visitor.ts"
import { conversationOf } from "../messages/Conversation.ts"
import type { QueuedRun } from "../resume/QueuedRun.ts"

const message = "no turn of this id can be gone on with; send the message again"

/** `done` is called once, when the turn has ended or there is none. */
export const goOn = (
  { relay }: ChatServices,
  visitor: Visitor,
  { after, turn }: Extract<ClientFrame, { readonly type: "resume" }>,
  push: (frame: ServerFrame) => void,
  done: () => void,
): QueuedRun | undefined =>
  relay.resume({ turn, conversation: conversationOf(visitor) }, after, {
    push,
    done,
    moved: done,
    unknown: () => {
      push(errorFrame({ code: "unknown-turn", message, turn }))
      done()
    },
  })
