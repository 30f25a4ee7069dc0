/**
 * Makes foreign text safe to print: characters that control the terminal or reorder the line are shown as escapes.
 * Wide characters, emoji, line breaks and tabs stay.
 */

// C0 without tab and line feed, delete, C1; line and paragraph separators; direction overrides.
// oxlint-disable-next-line no-control-regex -- these characters are what must be found
const steering = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g

const escape = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`

export const visible = (text: string): string =>
  text.toWellFormed().replaceAll("\r\n", "\n").replace(steering, escape)

/** The same for text that must stay on one line. */
export const visibleLine = (text: string): string => visible(text).replaceAll(/[\n\t]+/g, " ")
