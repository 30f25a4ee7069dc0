/** The wordings of each form, out of all labelled pairs: whatever side they stand on and whatever the label says. */
import { read } from "../demoShop.ts"
import { pairTexts } from "../../../store-grammar/test/pairTexts.ts"

export interface FormWordings {
  /** As the grammar writes it: `price BOOK=one-piece#105`. */
  readonly form: string
  /** The form's name alone: `price`. */
  readonly name: string
  readonly wordings: ReadonlyArray<string>
}

export interface WordedTexts {
  readonly forms: ReadonlyArray<FormWordings>
  /** Texts without a form. */
  readonly others: ReadonlyArray<string>
}

export const wordedTexts = async (): Promise<WordedTexts> => {
  const forms = new Map<string, { form: string; name: string; wordings: Array<string> }>()
  const others: Array<string> = []
  for (const text of pairTexts) {
    const { reading } = read(text)
    if (!reading.known) {
      others.push(text)
      continue
    }
    const { form, question: name } = reading
    const known = forms.get(form)
    if (known === undefined) forms.set(form, { form, name, wordings: [text] })
    else known.wordings.push(text)
  }
  return { forms: [...forms.values()], others }
}
