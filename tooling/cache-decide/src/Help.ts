/** The text of `cache-decide --help`. */
export const help = `cache-decide [--aliases FILE]

Says for each pair of questions on standard input whether the store would answer the second from its cache
with what it kept for the first.

  echo '{"stored": "How much is One Piece 105?", "asked": "price of one piece vol. 105"}' | pnpm cache-decide

A line in:  {"stored": "…", "asked": "…"}
A line out: {"hit": true, "reason": "…"}, or {"error": "…"} for a line that cannot be read

  --aliases FILE   with these learned aliases, one a line as "precompute aliases --json" lists them
  --help

Exit codes: 0 done, 64 wrong arguments, 65 a line that could not be read, 66 no such FILE.
`
