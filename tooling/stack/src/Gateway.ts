/** Sets the address of the server behind the emulated API Gateway. Never fails: a problem is returned as text. */
import { Effect } from "effect"

/** `endpoint` is its stage's address. Never fails; undefined: it knows, else what went wrong. */
export const putBehind = (endpoint: string, server: string): Effect.Effect<string | undefined> =>
  Effect.tryPromise({
    try: async () => {
      const body = JSON.stringify([server])
      const reply = await fetch(new URL("/backends", endpoint), { method: "PUT", body })
      return reply.ok ? undefined : `it answered ${reply.status}`
    },
    catch: String,
  }).pipe(Effect.catch((why) => Effect.succeed(why)))
