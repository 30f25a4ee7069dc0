/**
 * One spelling where Japanese has several for the same word: 何巻 and なん巻, できる and 出来る, ください and 下さい; the polite
 * ますでしょうか is ますか. Letters of full width are plain ones. Pure; for text and word lists alike, names stay as they are.
 */
const wide = /[！-～]/gu
const beyondAscii = /[^\p{ASCII}]/u
const respelt =
  /なん(?=[巻冊円日話歳年])|出来(?=[るまなたてそれ])|(?<=て)下さい|おしえて|ますでしょうか|(?<=[供人児性者子歳才])むけ|お(?=いくら|値段)/gu

const spelling: Readonly<Record<string, string>> = {
  なん: "何",
  出来: "でき",
  下さい: "ください",
  おしえて: "教えて",
  ますでしょうか: "ますか",
  むけ: "向け",
  お: "",
}

export const respell = (text: string): string =>
  beyondAscii.test(text)
    ? text
        .replace(wide, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
        .replace(respelt, (found) => spelling[found] ?? found)
    : text
