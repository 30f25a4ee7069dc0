/**
 * Chooses the user: a demo customer where the server trusts names, a token where it verifies them, nothing where a
 * load balancer has signed the visitor in already.
 */
import { useRef } from "preact/hooks"
import type { Chat } from "./Chat.ts"
import { words } from "../words/Language.ts"

/** What the server wrote into the page. */
const mode = document.querySelector<HTMLMetaElement>('meta[name="manga-assist:sign-in"]')?.content
const field = mode === "jwt" ? "token" : "customer"

/** Of a token, what it calls its user; only to be shown. */
const subjectOf = (token: string): string | undefined => {
  try {
    const [, claims = ""] = token.split(".")
    const { sub }: { readonly sub?: unknown } = JSON.parse(
      atob(claims.replaceAll("-", "+").replaceAll("_", "/")),
    )
    return typeof sub === "string" ? sub.slice(0, 40) : undefined
  } catch {
    return undefined
  }
}

export const SignIn = ({ chat }: { readonly chat: Chat }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const { signIn: say } = words.value
  const { token, user } = chat.person.value
  const name = user ?? (token === undefined ? undefined : (subjectOf(token) ?? say.token))
  if (mode === "alb") return null
  const enter = (event: SubmitEvent) => {
    const form = event.currentTarget
    const given = form instanceof HTMLFormElement ? new FormData(form).get(field) : null
    const text = typeof given === "string" ? given.trim() : ""
    if (text === "") chat.become({})
    else chat.signIn(field === "token" ? { token: text } : { user: text })
  }
  return (
    <>
      <button type="button" class="person" onClick={() => dialog.current?.showModal()}>
        {name ?? say.open}
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="sign-in-title">
        <form method="dialog" onSubmit={enter}>
          <h2 id="sign-in-title">{say.title}</h2>
          <label for="sign-in-field">{say[field]}</label>
          {field === "token" ? (
            <textarea
              id="sign-in-field"
              name="token"
              rows={4}
              spellcheck={false}
              autocomplete="off"
            />
          ) : (
            <input
              id="sign-in-field"
              name="customer"
              defaultValue={user ?? "demo-01"}
              pattern="[A-Za-z0-9_.\-]{1,128}"
              autocomplete="off"
            />
          )}
          <p class="hint">{field === "token" ? say.tokenHint : say.customerHint}</p>
          <div class="buttons">
            <button type="button" onClick={() => dialog.current?.close()}>
              {say.cancel}
            </button>
            {name !== undefined && (
              <button
                type="button"
                onClick={() => {
                  dialog.current?.close()
                  chat.become({})
                }}
              >
                {say.leave}
              </button>
            )}
            <button type="submit" class="main">
              {say.go}
            </button>
          </div>
        </form>
      </dialog>
    </>
  )
}
