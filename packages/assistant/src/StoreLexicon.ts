/** The titles, authors and genres that this process recognises, built once. */
import { genres, makeLexicon, series } from "@manga-assist/catalogue"

export const lexicon = makeLexicon(series(), genres())
