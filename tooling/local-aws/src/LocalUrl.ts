/** The address of a server of one's own, which takes the place of an emulated one, in the environment. */
import { InvalidSetting } from "@manga-assist/bedrock-emulator/services"

/** `undefined` where it is not set. @throws InvalidSetting */
export const localUrl = (
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined => {
  const url = environment[name]
  if (!url) return undefined
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url
  throw new InvalidSetting(name, `must be a http URL, not ${url}`)
}
