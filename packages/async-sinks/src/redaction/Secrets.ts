/**
 * Masks secrets that people paste into text, in English and Japanese: passwords, tokens, cookies, keys.
 *
 * A secret is recognised by its form, else by the word in front of it, which stays. Each match is replaced by its
 * kind in brackets. Pure; every pattern is bounded, so the time is linear in the text.
 */

interface Rule {
  /** Of any case; in every text in which `find` finds something, and in few others. */
  readonly hint: string
  readonly find: RegExp
  readonly put: string
}

/** A value behind a word: quoted, or up to the next space or sign that ends a sentence. */
const VALUE = String.raw`(?:"[^"\n]{1,200}"|'[^'\n]{1,200}'|「[^」\n]{1,200}」|[^\s"'「」、。,;&<>]{3,200})`
/** What stands between a word and its value. */
const IS = String.raw`\s{0,3}(?:is now|is|was|=>|:=|[:=：＝]|は|が)\s{0,3}`
const NO_VALUE = String.raw`(?!(?:not|no|wrong|lost|too|still|never|incorrect|invalid|forgotten|expired|needed|required|the|a|an|my|your|in|on|what|so|very|違|何|忘|なに|どこ|ありません|使)\b|(?:違|何|忘|なに|どこ|使え|分か|わか))`

const behind = (hint: string, words: string, put: string, value = VALUE): Rule => ({
  hint,
  find: new RegExp(String.raw`((?<![\p{L}\p{N}])(?:${words})["']?${IS})${NO_VALUE}${value}`, "giu"),
  put: `$1[${put}]`,
})

const RULES: ReadonlyArray<Rule> = [
  {
    hint: "-----BEGIN",
    find: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,10000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/gu,
    put: "[private key]",
  },
  {
    hint: "eyJ",
    find: /\beyJ[\w-]{8,4000}\.[\w-]{4,8000}(?:\.[\w-]{0,2000}){0,3}/gu,
    put: "[token]",
  },
  {
    hint: String.raw`r1\.`,
    find: /\br1\.[0-9a-z]{1,10}\.[\w.-]{1,128}\.[\w-]{43}/gu,
    put: "[token]",
  },
  {
    hint: "A(?:KIA|SIA|GPA|IDA|ROA|NPA)",
    find: /\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{16}\b/gu,
    put: "[key]",
  },
  { hint: "AIza", find: /\bAIza[\w-]{30,60}/gu, put: "[key]" },
  {
    hint: "gh[pousr]_|github_pat_|glpat-",
    find: /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,64})/gu,
    put: "[token]",
  },
  { hint: "xox", find: /\bxox[a-z]-[\w-]{8,255}/gu, put: "[token]" },
  {
    hint: String.raw`npm_|hf_|dop_v1_|ya29\.`,
    find: /\b(?:npm_[A-Za-z0-9]{30,60}|hf_[A-Za-z0-9]{20,60}|dop_v1_[a-f0-9]{32,80}|ya29\.[\w-]{20,400})/gu,
    put: "[token]",
  },
  { hint: String.raw`SG\.`, find: /\bSG\.[\w-]{16,40}\.[\w-]{30,60}/gu, put: "[key]" },
  {
    hint: "[spr]k_|whsec_",
    find: /\b(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,200}|\bwhsec_[A-Za-z0-9]{10,100}/gu,
    put: "[key]",
  },
  { hint: "sk-", find: /\bsk-(?:[a-z]{2,10}-){0,3}[\w-]{16,200}/gu, put: "[key]" },
  {
    hint: String.raw`hooks\.slack`,
    find: /(hooks\.slack\.com\/services\/)[\w/]{10,100}/giu,
    put: "$1[key]",
  },
  {
    hint: "(?:bearer|basic) ",
    find: /(\b(?:Bearer|Basic) )[\w.~+/=-]{8,4000}/giu,
    put: "$1[token]",
  },
  { hint: "cookie", find: /(\b(?:Set-)?Cookie: ?)[^\n]{1,4000}/giu, put: "$1[cookie]" },
  {
    hint: "sess|sid=",
    find: /(\b(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|connect\.sid|session_?id|sid)=)[\w%.:-]{6,400}/giu,
    put: "$1[cookie]",
  },
  {
    hint: "://",
    find: /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/]{1,100}:)[^\s@/]{1,200}(?=@)/giu,
    put: "$1[password]",
  },
  {
    hint: "[?&;][a-z_-]{1,20}=",
    find: /([?&;](?:access_token|id_token|refresh_token|token|api_?key|key|sig|signature|password|pwd|code|session|x-amz-(?:signature|security-token|credential))=)[^\s&#;"']{3,4000}/giu,
    put: "$1[token]",
  },
  behind(
    "pass|pwd|パス|合言葉",
    String.raw`pass ?(?:word|phrase|code)s?|pwd|passwd|パスワード|パスコード|パスフレーズ|合言葉`,
    "password",
  ),
  behind(
    String.raw`(?<!\p{L})pin|暗証`,
    String.raw`pin(?: ?(?:code|number))?|暗証番号`,
    "pin",
    String.raw`\d{3,12}(?!\d)`,
  ),
  behind(
    "secret|token|key|秘密|キー|シークレット",
    String.raw`(?:aws_?)?secret(?:[_ -]?(?:access)?[_ -]?key)?|client[_ -]secret|api[_ -]?(?:key|token|secret)|private[_ -]key|encryption key|license key|秘密鍵|秘密キー|apiキー|シークレット`,
    "key",
  ),
  behind(
    "token|session|トークン|セッション",
    String.raw`(?:(?:access|refresh|auth|id|session|csrf|xsrf|bearer)[_ -]?)?token|session(?:[_ -]?(?:id|key))|トークン|セッションID`,
    "token",
  ),
  behind("cookie|クッキー", String.raw`クッキー|cookies?`, "cookie"),
  behind(
    "code|password|otp|認証|確認コード|パスワード",
    String.raw`(?:verification|security|confirmation|one-time|login|2fa|auth) (?:code|password)|otp|認証コード|確認コード|ワンタイムパスワード`,
    "code",
    String.raw`[A-Z0-9-]{4,12}(?![A-Z0-9])`,
  ),
  {
    hint: "cvv|cvc|セキュリティコード|security code",
    find: /((?<![\p{L}\p{N}])(?:cvv|cvc|cvv2|セキュリティコード|security code)["']?(?:\s{0,3}(?:is|was|[:=：＝]|は)\s{0,3}|\s{1,3}))\d{3,4}(?!\d)/giu,
    put: "$1[code]",
  },
  {
    hint: "passport|パスポート|旅券",
    find: /((?<![\p{L}\p{N}])(?:passport(?: (?:no\.?|number))?|パスポート(?:番号)?|旅券番号)["']?(?:\s{0,3}(?:is|was|[:=：＝]|は)\s{0,3}|\s{1,3}))[A-Z]{1,2}\d{6,8}(?!\d)/giu,
    put: "$1[passport]",
  },
  {
    hint: "マイナンバー|個人番号|my number|ssn|social security",
    find: /((?<![\p{L}\p{N}])(?:マイナンバー|個人番号|my number|ssn|social security number)["']?(?:\s{0,3}(?:is|was|[:=：＝]|は)\s{0,3}|\s{1,3}))\d{3,4}[ -]?\d{2,4}[ -]?\d{4}(?!\d)/giu,
    put: "$1[number]",
  },
  {
    hint: String.raw`[A-Z]{2}\d{2}[ A-Z0-9]{11}`,
    find: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/gu,
    put: "[iban]",
  },
]

/** Most texts hold none of these; they say so at a tenth of the cost. */
const HINT = new RegExp(RULES.map(({ hint }) => hint).join("|"), "iu")

/** The text without the secrets in it. */
export const maskSecrets = (text: string): string => {
  if (!HINT.test(text)) return text
  let result = text
  for (const { find, put } of RULES) result = result.replaceAll(find, put)
  return result
}
