/** What a socket's frames about a turn of before are answered with: its rating is stored, or it goes on. */
import type { ClientFrame, ServerFrame } from "@manga-assist/protocol"
import { errorFrame } from "../codec/Refusals.ts"
import type { Visitor } from "../identity/Visitor.ts"
import type { ChatServices } from "../messages/ChatServices.ts"
import { conversationOf } from "../messages/Conversation.ts"
import type { QueuedRun } from "../resume/QueuedRun.ts"

interface Rater {
  readonly visitor: Visitor | undefined
  readonly isOwn: (session: string) => boolean
}

type Feedback = Extract<ClientFrame, { readonly type: "feedback" }>

/** Stores the rating of a turn of the visitor's own. */
export const feedbackReply = (
  { feedback, knownTurns, metrics }: ChatServices,
  rater: Rater,
  { comment, rating, turn }: Feedback,
): ServerFrame => {
  const session = knownTurns.get(turn)
  if (session === undefined || !rater.isOwn(session)) {
    const message = "no turn of this id is known on this session"
    return errorFrame({ code: "unknown-turn", message, turn })
  }
  let isTaken = false
  try {
    const said = comment === undefined ? {} : { comment }
    const who = rater.visitor?.user === undefined ? {} : { user: rater.visitor.user }
    isTaken = feedback.offer({ ...who, session, turn, rating, ...said })
  } catch {
    metrics.hookFailures()
  }
  if (isTaken) return { type: "feedback-ok", turn }
  return errorFrame({
    code: "busy",
    message: "feedback cannot be taken now; try again later",
    turn,
  })
}

const notResumable = "no turn of this id can be gone on with; send the message again"

/** Replays the turn's frames, or replies that there is no such turn. `done` is called once, when the turn has ended or there is none. */
export const goOn = (
  { relay }: ChatServices,
  visitor: Visitor,
  { after, turn }: Extract<ClientFrame, { readonly type: "resume" }>,
  push: (frame: ServerFrame) => void,
  done: () => void,
): QueuedRun | undefined =>
  relay.resume(
    { turn, conversation: conversationOf(visitor), mayRetract: visitor.mayRetract === true },
    after,
    {
      push,
      done,
      moved: done,
      unknown: () => {
        push(errorFrame({ code: "unknown-turn", message: notResumable, turn }))
        done()
      },
    },
  )
