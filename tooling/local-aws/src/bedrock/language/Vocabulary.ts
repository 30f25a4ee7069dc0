/**
 * The type of a language's vocabulary: a regular expression for each thing that a question can ask for, for orders,
 * wishes and comparisons, and for where a question is split into parts that ask one thing each.
 *
 * `aspects` are the facts that the store knows of a book or series, `unknowns` what customers ask for that the store
 * neither knows nor sells, `measures` comparisons of several books, and `places` which of the customer's orders is
 * meant, newest first.
 */

/** What can be asked about a book or a series. */
export const aspects = [
  "price",
  "total",
  "stock",
  "copies",
  "release",
  "next",
  "author",
  "others",
  "kin",
  "publisher",
  "volumes",
  "status",
  "firstYear",
  "about",
  "audience",
  "genres",
  "pages",
  "holds",
] as const
export type Aspect = (typeof aspects)[number]

/** What customers ask that no store knows, or sells. */
export const unknowns = [
  "adaptation",
  "sales",
  "ending",
  "person",
  "goods",
  "restock",
  "reviews",
  "story",
  "shop",
  "detail",
  "illegal",
  "offTopic",
] as const
export type Unknown = (typeof unknowns)[number]

/** Which of several is meant. */
export const measures = ["cheaper", "dearer", "longer", "shorter", "older", "newer"] as const
export type Measure = (typeof measures)[number]

export type Words<Name extends string> = Readonly<Record<Name, RegExp>>

/** Which orders are meant, newest first: the first, the second, the last of the list. */
export const places = ["newest", "before", "oldest"] as const
export type Place = (typeof places)[number]

export const orderStatuses = ["processing", "shipped", "delivered", "cancelled"] as const
export type OrderStatus = (typeof orderStatuses)[number] | "underway"

export interface Vocabulary {
  readonly aspects: Words<Aspect>
  readonly unknowns: Words<Unknown>
  readonly measures: Words<Measure>
  /** Of the asker's own order, whatever else is said. */
  readonly order: RegExp
  /** Of something that was bought, which may as well be the beginning of another question. */
  readonly bought: RegExp
  /** Of something that arrives or is sent. */
  readonly arrives: RegExp
  readonly places: Words<Place>
  readonly orderStatuses: Words<OrderStatus>
  /** Of the newest volume. */
  readonly newest: RegExp
  /** Of every volume together. */
  readonly wantsAll: RegExp
  /** Of what comes behind the volumes that are named, or is missing beside them. */
  readonly asksRest: RegExp
  /** How many there are of something. */
  readonly counts: RegExp
  /** Of having a book, which is asked where nothing else is. */
  readonly wants: RegExp
  /** Asks whether a title is sold. */
  readonly carries: RegExp
  /** What was bought, or a taste, is the measure of what is asked for. */
  readonly likens: RegExp
  /** Asks to choose or to see all. */
  readonly chooses: RegExp
  /** Where a part of a question ends. */
  readonly cut: RegExp
  /** A bound of a price: the number in the first group that is there. */
  readonly atMost: RegExp
  readonly atLeast: RegExp
  /** A sentence, or a part of one, that asks or wishes for something. */
  readonly asks: RegExp
  /** A part of a sentence that tells of somebody: "I saw it in a café". */
  readonly tells: RegExp
  /** Words that ask for nothing by themselves. */
  readonly plain: RegExp
}
