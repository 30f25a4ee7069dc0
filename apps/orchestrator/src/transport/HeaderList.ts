/** The values of a header between commas, without the blanks around them. In time linear in its length, whatever it holds. */
export const headerList = (value: string): ReadonlyArray<string> =>
  value.split(",").map((part) => part.trim())
