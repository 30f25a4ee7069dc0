/** Writes a part of a page anew that stands between two marker comments. Pure. */

/** As it is where it has no place for the part of that name. */
export const withMarked = (page: string, name: string, lines: ReadonlyArray<string>): string => {
  const begin = `<!-- begin: bench ${name} -->`
  const end = `<!-- end: bench ${name} -->`
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) return page
  return [page.slice(0, from) + begin, "", ...lines, "", page.slice(to)].join("\n")
}
