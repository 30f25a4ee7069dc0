/**
 * Makes foreign text safe to display: removes control characters and those that change the writing direction.
 * `safeAddress` accepts `https:` addresses only.
 *
 * The server removes such characters too; the page does not rely on it.
 */

// C0 without tab and line feed, delete, C1; marks, embeddings, overrides and isolates of writing direction.
const steering =
  // oxlint-disable-next-line no-control-regex -- these characters are what must be found
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g

export const safeText = (text: string): string =>
  text.replaceAll("\r\n", "\n").replace(steering, "")

/** An address that may be followed: `https:` alone. */
export const safeAddress = (text: string | undefined): string | undefined => {
  if (text === undefined || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === "https:" ? url.href : undefined
}
