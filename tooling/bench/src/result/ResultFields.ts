/** Validates the content of a result file, field by field, and names the first that is wrong. Pure. */
import { meets, type Target } from "../measure/Figure.ts"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value)

const isText = (value: unknown): value is string => typeof value === "string"
const isName = (value: unknown): value is string => isText(value) && value !== ""
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
const isRows = (value: unknown): boolean => Array.isArray(value) && value.every(isTexts)
const orAbsent = (is: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || is(value)

/** The first of the fields that is not so. */
const wrongOf = (
  value: Fields,
  fields: ReadonlyArray<string>,
  is: (value: unknown) => boolean,
  must: string,
): string | undefined => {
  const wrong = fields.find((field) => !is(value[field]))
  return wrong === undefined ? undefined : `${wrong} must be ${must}`
}

/** What is wrong with the value as a result; nothing when it is one. */
export const wrongField = (value: unknown): string | undefined => {
  if (!isFields(value)) return "must be an object"
  const wrong = wrongOf(value, ["name", "date"], isName, "a text")
  if (wrong !== undefined) return wrong
  if (Number.isNaN(Date.parse(String(value["date"])))) return "date must be ISO 8601"
  if (value["setting"] !== "quick" && value["setting"] !== "full") {
    return "setting must be quick or full"
  }
  const fraction = wrongOf(value, ["seed", "rounds"], Number.isSafeInteger, "a whole number")
  if (fraction !== undefined) return fraction
  // It becomes the name of a file.
  if (!/^[a-z0-9][a-z0-9-]*$/.test(String(value["name"]))) {
    return "name must be of small letters, digits and dashes"
  }
  const wrongAround = wrongCircumstances(value)
  if (wrongAround !== undefined) return wrongAround
  const figures = value["figures"]
  if (!Array.isArray(figures) || figures.length === 0) return "figures must be a list with figures"
  for (const [index, figure] of figures.entries()) {
    const wrong = wrongFigure(figure)
    if (wrong !== undefined) return `figures[${index}].${wrong}`
  }
  const wrongPicture = wrongIllustrations(value["illustrations"])
  if (wrongPicture !== undefined) return wrongPicture
  const names = new Set(figures.map((figure: Fields) => figure["name"]))
  return names.size === figures.length ? undefined : "figures must have different names"
}

const wrongCircumstances = (value: Fields): string | undefined => {
  const { machine, noise } = value
  const wrong = wrongOf(value, ["machine", "conditions", "noise"], isFields, "an object")
  if (wrong !== undefined || !isFields(machine) || !isFields(noise)) return wrong
  const ofMachine =
    wrongOf(machine, ["system", "cpu", "node"], isText, "a text") ??
    wrongOf(machine, ["cores", "memoryGib"], isNumber, "a number") ??
    wrongOf(machine, ["packages"], isFields, "an object")
  if (ofMachine !== undefined) return `machine.${ofMachine}`
  const ofNoise = wrongOf(noise, ["load", "repeated", "noisy"], isNumber, "a number")
  return ofNoise === undefined ? undefined : `noise.${ofNoise}`
}

const wrongIllustrations = (value: unknown): string | undefined => {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) return "illustrations must be a list"
  for (const [index, each] of value.entries()) {
    const name = `illustrations[${index}]`
    if (!isFields(each)) return `${name} must be an object`
    const wrong =
      wrongOf(each, ["title"], isName, "a text") ??
      wrongOf(each, ["svg", "text", "part"], orAbsent(isText), "a text") ??
      wrongOf(each, ["remarks"], orAbsent(isTexts), "texts") ??
      wrongOf(each, ["table"], orAbsent(isRows), "rows of texts")
    if (wrong !== undefined) return `${name}.${wrong}`
  }
  return undefined
}

const wrongFigure = (value: unknown): string | undefined => {
  if (!isFields(value)) return "must be an object"
  const wrong =
    wrongOf(value, ["name"], isName, "a text") ??
    wrongOf(value, ["unit"], isText, "a text") ??
    wrongOf(value, ["note", "part", "from"], orAbsent(isText), "a text")
  if (wrong !== undefined) return wrong
  const { value: middle, min, max, rounds, target, met } = value
  if (!isNumber(middle) || !isNumber(min) || !isNumber(max)) {
    return "value, min and max must be numbers"
  }
  if (min > middle || middle > max) return "value must lie between min and max"
  if (!Array.isArray(rounds) || rounds.length === 0 || !rounds.every(isNumber)) {
    return "rounds must be numbers"
  }
  if (target === null) return met === null ? undefined : "met must be null without a target"
  if (!isTarget(target)) return "target must be null or { relation, value }"
  return met === meets(middle, target) ? undefined : "met must agree with value and target"
}

const isTarget = (value: unknown): value is Target =>
  isFields(value) &&
  (value["relation"] === "at most" || value["relation"] === "at least") &&
  isNumber(value["value"])
