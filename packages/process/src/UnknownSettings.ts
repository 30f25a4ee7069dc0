/**
 * Names of the environment that are almost the name of a setting: misspelt, or of a setting that there is no more. A name
 * that is like none of the project's is somebody else's, and not looked at.
 */
import { distance } from "@manga-assist/options"
import { settingNames } from "./SettingNames.ts"

/** A word's letters may differ by one, or by two where it is long; of three words and more, one may be another. */
const isLike = (name: string, known: string): boolean => {
  const letters = known.length < 8 ? 1 : 2
  // Most names are somebody else's, and this runs at every start.
  const isNear = Math.abs(name.length - known.length) <= letters
  if (isNear && known.length >= 5 && distance(name, known) <= letters) return true
  const [words, knownWords] = [name.split("_"), known.split("_")]
  const isLong = Math.max(words.length, knownWords.length) >= 3
  return isLong && words[0] === knownWords[0] && distance(words, knownWords) === 1
}

/** A line for each, with the nearest setting. An empty value counts as absent. */
export const unknownSettings = (
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyArray<string> =>
  Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined || value === "" || settingNames.has(name)) return []
    const [nearest] = [...settingNames]
      .filter((known) => isLike(name, known))
      .toSorted((one, other) => distance(name, one) - distance(name, other))
    return nearest === undefined ? [] : [`${name} is no setting; did you mean ${nearest}?`]
  })
