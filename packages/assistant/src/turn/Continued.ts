/** What goes on with an answer that was begun: a paragraph of its own, unless there is space between them already. Pure. */
export const continued = (said: string, text: string): string =>
  said === "" || /\s$/u.test(said) || /^\s/u.test(text) ? text : `\n\n${text}`
