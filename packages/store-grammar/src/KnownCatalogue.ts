/**
 * The catalogue whose titles, people, genres and publishers the grammar knows. It is chosen here alone; the words of
 * the grammar are built from it once per process.
 */
import { demoCatalogue } from "@manga-assist/catalogue"

export const catalogue = demoCatalogue()
