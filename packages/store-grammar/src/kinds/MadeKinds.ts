/** What the kinds mean that no list, name or rule has: the reading makes them of words that stand together. See `Kind.ts`. */
export const madeKinds = {
  LEANING: "A genre that a wish leans to beside one that is named; the value.",
  NOTFORMAT: "Not in this format; the value.",
  NOTHIATUS: "Not paused.",
  NOTLENGTH: "Not of this length; the value.",
  NOTPERSON: "Not by this person; the value.",
  NOTSERIES: "Not this title; the value.",
  OWNTASTE: "After the customer's own taste.",
  WHOLEPRICE: "What is said of a price is meant of all volumes together.",
  YEARMAX: "Began in this year or earlier; the value.",
  YEARMIN: "Began in this year or later; the value.",
}
