/** The checked-in schemas as validators; no field beyond theirs passes. */
import { readFileSync } from "node:fs"
import { Ajv2020 } from "ajv/dist/2020.js"

export const schemaFile = (name: string): string =>
  readFileSync(new URL(`../../../docs/schema/${name}`, import.meta.url), "utf8")

/** Why a value does not fit; undefined when it does. */
export const validatorOf = (name: string) => {
  const closed = schemaFile(name).replaceAll(
    '"additionalProperties": true',
    '"additionalProperties": false',
  )
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(closed))
  return (value: unknown): string | undefined =>
    validate(value) ? undefined : JSON.stringify([value, validate.errors?.slice(0, 3)])
}
