/** A pattern of many alternatives, written on several lines: line ends and the spaces that indent a line are no part of it. */
export const longPattern = (lines: string, flags = "u"): RegExp =>
  new RegExp(lines.replaceAll(/\n\s*/gu, ""), flags)
