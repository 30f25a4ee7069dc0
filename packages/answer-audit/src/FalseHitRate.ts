/**
 * Whether a group of cached answers is wrong too often, decided after each audited one. Pure.
 *
 * Page's cumulative sum (E. S. Page, "Continuous Inspection Schemes", Biometrika 41, 1954): each verdict adds the
 * logarithm of how much likelier it is at `wrongShare` wrong answers than at `share`, and the sum never falls below 0.
 * So it is Wald's sequential probability ratio test, begun anew whenever it speaks for the group: what becomes wrong
 * late is found as fast as what was wrong from the start. At the threshold the group is switched off.
 *
 * False alarms are bounded whatever is looked at, and how often. A test that begins at 0 reaches ln(1/a) with a
 * probability of at most `a` (Wald), at most one test begins with each check, and so at most `a` times the number of
 * checks are false alarms, of all groups together (Lorden, Annals of Mathematical Statistics 42, 1971).
 */
export interface Checked {
  readonly right: number
  readonly wrong: number
  /** That it is wrong too often: 0 for none, 1 for enough. */
  readonly evidence: number
}

export interface GroupRate extends Checked {
  readonly group: string
  readonly off: boolean
}

export interface FalseHitLimit {
  /** The share of wrong answers that is borne: twice what models that waver and answers that changed look like. */
  readonly share: number
  /**
   * The share that is looked for. One word that is misread is a twentieth of what a form is asked, or more: with
   * 0.5 % borne each wrong answer weighs ln 10, as much as 50 right ones, and five in short order suffice. More are
   * found sooner: of one in ten wrong some 60 checks, of one in twenty 150. Below 2 % it may take thousands.
   */
  readonly wrongShare: number
  /** False alarms for each check, at most: were each group just as wrong as is borne, one in 20,000 checks. */
  readonly falseAlarms: number
}

export const falseHitLimit: FalseHitLimit = {
  share: 0.005,
  wrongShare: 0.05,
  falseAlarms: 1 / 20_000,
}

export const unchecked: Checked = { right: 0, wrong: 0, evidence: 0 }

/** What a verdict adds to the evidence. */
export const weightOf = (
  verdict: "right" | "wrong",
  { falseAlarms, share, wrongShare }: FalseHitLimit = falseHitLimit,
): number =>
  Math.log(verdict === "wrong" ? wrongShare / share : (1 - wrongShare) / (1 - share)) /
  Math.log(1 / falseAlarms)

export const add = (
  { evidence, right, wrong }: Checked,
  verdict: "right" | "wrong",
  limit: FalseHitLimit = falseHitLimit,
): Checked => ({
  right: right + Number(verdict === "right"),
  wrong: wrong + Number(verdict === "wrong"),
  evidence: Math.max(0, evidence + weightOf(verdict, limit)),
})

export const isTooOften = ({ evidence }: Checked): boolean => evidence >= 1

/** So many answers of a group are all checked. */
const young = 100

/**
 * Which share of a group's served answers is checked; never less than `least`, and none where that is 0. All while the
 * group is young, and as long as there is evidence against it; then less the more was checked. Of 500 served answers
 * some 240 are, of 5,000 some 560, and `least` of the further ones.
 */
export const shareToCheck = ({ evidence, right, wrong }: Checked, least: number): number => {
  if (least === 0) return 0
  return evidence > 0 ? 1 : Math.max(least, Math.min(1, (young / (right + wrong)) ** 2))
}
