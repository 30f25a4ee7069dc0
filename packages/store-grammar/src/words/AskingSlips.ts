/**
 * Words of asking in which slips of the finger are forgiven, and the English words that are such a slip by chance:
 * those mean themselves. Checked against the MIT-licensed list of `an-array-of-english-words`; what is left of it
 * ("gerne", "recept") nobody asks a shop for.
 */
export const askingSlips = `
  price prices pricing stock author authors volume volumes shipping shipped delivery deliver delivered available
  finished finish return returns returning policy recommend recommended recommendation recommendations manga
  refund refunds payment payments method methods release released releases latest newest completed complete ongoing
  please international internationally customer service cancel order orders ordering country countries exchange
  exchanges damaged discount discounts edition digital paperback publisher published publishes illustrator artist
  character popular trending romance horror mystery fantasy comedy sports suggest suggestion suggestions similar
  address account password opening hours anime adaptation synopsis summary series location contact accept credit
  card cards wrapping gift much what when which where have many with wrote price there book books store written
  expensive cheapest possible convenience receipt invoice loyalty points separately abroad overseas currently
  animated magazine genre chapters translated english japanese question
`

export const wordsLikeSlips: ReadonlyArray<string> =
  `compete competed counties county delver expansive locution oversees passible pease pints poplar retuning shopping
  sipped sipping sorts spots synapsis synopses tending three wapping`.split(/\s+/u)
