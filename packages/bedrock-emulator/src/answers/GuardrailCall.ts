/** Answers ApplyGuardrail: applies a guardrail to given texts, without a model. */
import { invalid } from "../wire/AwsError.ts"
import { coverageOf, type Guardrails, reasonOf, unitsOf } from "./Guardrail.ts"
import {
  optionalList,
  optionalObject,
  requiredObject,
  requiredString,
  type JsonObject,
} from "../wire/Json.ts"

/** @throws AwsError for an unknown guardrail or a body without content. */
export const applyGuardrail = (
  guardrails: Guardrails,
  { guardrailId: identifier, version }: { readonly guardrailId: string; readonly version: string },
  body: JsonObject,
) => {
  const source = requiredString(body["source"], "source")
  if (source !== "INPUT" && source !== "OUTPUT") {
    throw invalid(
      "1 validation error detected: Value at 'source' failed to satisfy constraint: Member must satisfy enum value set: [INPUT, OUTPUT]",
    )
  }
  const texts = (optionalList(body["content"], "content") ?? []).flatMap((entry, index) => {
    const text = optionalObject(
      requiredObject(entry, `content.${index}`)["text"],
      `content.${index}.text`,
    )
    return text === undefined ? [] : [requiredString(text["text"], `content.${index}.text.text`)]
  })
  if (texts.length === 0) {
    throw invalid(
      "1 validation error detected: Value at 'content' failed to satisfy constraint: Member must not be null",
    )
  }
  const text = texts.join("\n")
  const assessment = guardrails.assess({ identifier, version, trace: true }, text)
  const { blockedText, report } = assessment
  return {
    usage: unitsOf(text),
    action: blockedText === undefined ? "NONE" : "GUARDRAIL_INTERVENED",
    actionReason: reasonOf(assessment),
    outputs: blockedText === undefined ? [] : [{ text: blockedText }],
    assessments: [report],
    guardrailCoverage: coverageOf(text),
  }
}
