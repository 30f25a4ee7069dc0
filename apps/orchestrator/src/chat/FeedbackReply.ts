/** Stores the rating of a turn and replies with the outcome. */
import type { ClientFrame, ServerFrame } from "@manga-assist/protocol"
import type { ChatServices } from "../messages/ChatServices.ts"
import { errorFrame } from "../codec/Refusals.ts"
import type { Visitor } from "../identity/Visitor.ts"

type Feedback = Extract<ClientFrame, { readonly type: "feedback" }>

/** `session` is that of the turn, where it is one of the visitor's. */
export const feedbackReply = (
  { feedback, metrics }: ChatServices,
  session: string | undefined,
  visitor: Visitor | undefined,
  { comment, rating, turn }: Feedback,
): ServerFrame => {
  if (session === undefined) {
    const message = "no turn of this id is known on this session"
    return errorFrame({ code: "unknown-turn", message, turn })
  }
  let isTaken = false
  try {
    const said = comment === undefined ? {} : { comment }
    isTaken = feedback.offer({ ...visitor, session, turn, rating, ...said })
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
