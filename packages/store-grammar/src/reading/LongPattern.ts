/**
 * Builds a regular expression of many alternatives written on several lines; line ends and indentation are not part
 * of it.
 */
export const longPattern = (lines: string, flags = "u"): RegExp =>
  new RegExp(lines.replaceAll(/\n\s*/gu, ""), flags)
