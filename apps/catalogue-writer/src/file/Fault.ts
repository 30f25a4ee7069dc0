/** What is wrong in a catalogue file: in which row and field, and the rule that is broken; all faults, of which some are kept. */
export interface Fault {
  /** The line of the file, from 1; of CSV the header is row 1. */
  readonly row: number
  readonly field: string
  /** What must be, or is: "must be …", "is missing: …". */
  readonly rule: string
  /** The value, if there is one, cut to 40 characters. */
  readonly found?: string
}

/** As many are told one by one; the others are counted. */
export const mostTold = 50

export class Faults {
  readonly told: Array<Fault> = []
  count = 0

  add(fault: Fault): void {
    this.count += 1
    if (this.told.length < mostTold) this.told.push(fault)
  }
}

export const faultText = ({ field, found, row, rule }: Fault): string =>
  `row ${row}, ${field}: ${rule}${found === undefined ? "" : ` (it is ${found})`}`
