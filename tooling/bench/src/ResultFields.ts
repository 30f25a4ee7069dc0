/** What is wrong with a value as a result, field by field. Pure. */
import { meets, type Target } from "./Figure.ts"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value)

/** What is wrong with the value as a result; nothing when it is one. */
export const wrongField = (value: unknown): string | undefined => {
  if (!isFields(value)) return "must be an object"
  for (const field of ["name", "date"]) {
    if (typeof value[field] !== "string" || value[field] === "") return `${field} must be a text`
  }
  if (Number.isNaN(Date.parse(String(value["date"])))) return "date must be ISO 8601"
  if (value["setting"] !== "quick" && value["setting"] !== "full") {
    return "setting must be quick or full"
  }
  for (const field of ["seed", "rounds"]) {
    if (!Number.isSafeInteger(value[field])) return `${field} must be a whole number`
  }
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
  const { conditions, machine, noise } = value
  for (const [field, each] of Object.entries({ machine, conditions, noise })) {
    if (!isFields(each)) return `${field} must be an object`
  }
  if (!isFields(machine) || !isFields(noise)) return undefined
  for (const field of ["system", "cpu", "node"]) {
    if (typeof machine[field] !== "string") return `machine.${field} must be a text`
  }
  for (const field of ["cores", "memoryGib"]) {
    if (!isNumber(machine[field])) return `machine.${field} must be a number`
  }
  if (!isFields(machine["packages"])) return "machine.packages must be an object"
  for (const field of ["load", "repeated", "noisy"]) {
    if (!isNumber(noise[field])) return `noise.${field} must be a number`
  }
  return undefined
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === "string")

const wrongIllustrations = (value: unknown): string | undefined => {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) return "illustrations must be a list"
  for (const [index, each] of value.entries()) {
    const name = `illustrations[${index}]`
    if (!isFields(each)) return `${name} must be an object`
    if (typeof each["title"] !== "string" || each["title"] === "") {
      return `${name}.title must be a text`
    }
    for (const field of ["svg", "text", "part"]) {
      if (each[field] !== undefined && typeof each[field] !== "string") {
        return `${name}.${field} must be a text`
      }
    }
    if (each["remarks"] !== undefined && !isTexts(each["remarks"])) {
      return `${name}.remarks must be texts`
    }
    const { table } = each
    if (table !== undefined && !(Array.isArray(table) && table.every(isTexts))) {
      return `${name}.table must be rows of texts`
    }
  }
  return undefined
}

const wrongFigure = (value: unknown): string | undefined => {
  if (!isFields(value)) return "must be an object"
  if (typeof value["name"] !== "string" || value["name"] === "") return "name must be a text"
  if (typeof value["unit"] !== "string") return "unit must be a text"
  for (const field of ["note", "part", "from"]) {
    if (value[field] !== undefined && typeof value[field] !== "string") {
      return `${field} must be a text`
    }
  }
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
