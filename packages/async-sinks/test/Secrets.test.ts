/** Secrets people paste, by kind; and what only looks like one. */
import { assert, describe, it } from "@effect/vitest"
import { maskSecrets, redactText } from "../src/index.ts"

/** Put together here, so that no scanner takes this file for a leak. */
const joined = (...parts: ReadonlyArray<string>) => parts.join("")
const letters = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH"

const secrets: ReadonlyArray<readonly [kind: string, text: string, secret: string]> = [
  ["a password", "my password is Hunter2!x please help", "Hunter2!x"],
  ["a password in quotes", 'password: "correct horse battery"', "correct horse battery"],
  ["a password in Japanese", "パスワードは「ひみつ1234」です", "ひみつ1234"],
  ["a password with a wide colon", "パスワード：abc12345 でログインできません", "abc12345"],
  ["a PIN", "my PIN is 4821", "4821"],
  ["a PIN in Japanese", "暗証番号は4821です", "4821"],
  [
    "a JSON Web Token",
    joined("it says ", "eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0In0.", letters),
    letters,
  ],
  [
    "a resume token",
    joined("r1.", "t4k2z0.s3ss10n-id_abc.", letters.slice(0, 43)),
    "s3ss10n-id_abc",
  ],
  ["an access key", joined("AKIA", "IOSFODNN7EXAMPLE", " does not work"), "IOSFODNN7EXAMPLE"],
  [
    "a secret key",
    joined("aws_secret_access_key=", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    "wJalrXUtnFEMI",
  ],
  ["a token of GitHub", joined("ghp_", letters.slice(0, 36)), letters.slice(0, 36)],
  ["a token of GitLab", joined("glpat-", letters.slice(0, 20)), letters.slice(0, 20)],
  ["a token of Slack", joined("xoxb-", "1234567890-", letters.slice(0, 20)), letters.slice(0, 20)],
  [
    "a hook of Slack",
    joined("https://hooks.slack.com/services/", "T000/B000/", letters.slice(0, 24)),
    letters.slice(0, 24),
  ],
  ["a key of Google", joined("AIza", letters.slice(0, 35)), letters.slice(0, 35)],
  [
    "a key of a model service",
    joined("sk-", "ant-api03-", letters.slice(0, 40)),
    letters.slice(0, 40),
  ],
  [
    "a key of a payment service",
    joined("sk_", "live_", letters.slice(0, 24)),
    letters.slice(0, 24),
  ],
  ["a token of a registry", joined("npm_", letters.slice(0, 36)), letters.slice(0, 36)],
  [
    "a key of a mail service",
    joined("SG.", letters.slice(0, 22), ".", letters.slice(0, 43)),
    letters.slice(0, 43),
  ],
  ["a header", joined("Authorization: Bearer ", letters), letters],
  [
    "a header of name and password",
    "Authorization: Basic ZGVtbzpwYXNzd29yZA==",
    "ZGVtbzpwYXNzd29yZA",
  ],
  ["a cookie header", "Cookie: sid=s%3Aabcdef123456; theme=dark", "abcdef123456"],
  ["a session's cookie", "PHPSESSID=kq3v9abcdefg1234", "kq3v9abcdefg1234"],
  ["a cookie in Japanese", "クッキーは sid-abcdef123456 です", "sid-abcdef123456"],
  ["a session id", "my session id is Zk3nQ8xYtR5vLm2pWc7sDf9h", "Zk3nQ8xYtR5vLm2pWc7sDf9h"],
  ["an address with a password", "https://shop:s3cr3tpw@example.com/", "s3cr3tpw"],
  ["an address with a token", "https://example.com/?access_token=abcdef123456&a=b", "abcdef123456"],
  [
    "a private key",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
    "MIIEpAIBAAKCAQEA",
  ],
  ["an API key", "api_key = 9f8e7d6c5b4a", "9f8e7d6c5b4a"],
  ["a client's secret", "client_secret: 'a1b2c3d4e5'", "a1b2c3d4e5"],
  ["a code once sent", "the verification code is 492817", "492817"],
  ["a code in Japanese", "認証コードは492817です", "492817"],
  ["a card's code", "cvv 123 and it was declined", "123"],
  ["a passport", "passport number TK1234567", "TK1234567"],
  ["a passport in Japanese", "パスポート番号はTK1234567です", "TK1234567"],
  ["a number of persons", "マイナンバーは1234 5678 9012です", "1234 5678 9012"],
  ["an older key", joined("AGPA", "IOSFODNN7EXAMPLE", " does not work"), "IOSFODNN7EXAMPLE"],
  [
    "a hook without its scheme",
    joined("hooks.slack.com/services/", "T000/B000/", letters),
    letters,
  ],
  ["a cookie of a short name", "it sent sid=kq3v9abcdefg1234", "kq3v9abcdefg1234"],
  ["a signed address", "/file?signature=abcdef123456", "abcdef123456"],
  ["a pass phrase in Japanese", "合言葉は山川海空です", "山川海空"],
  ["a secret in Japanese", "シークレット: 9f8e7d6c5b4a", "9f8e7d6c5b4a"],
  ["a session id in Japanese", "セッションIDはZk3nQ8xYtR5vLm2pです", "Zk3nQ8xYtR5vLm2p"],
  ["a short word for a code", "otp is 492817", "492817"],
  ["a number of Americans", "social security number is 123-45-6789", "123-45-6789"],
  ["a number of persons in full", "個人番号は1234 5678 9012です", "1234 5678 9012"],
  ["an account", "IBAN DE89 3704 0044 0532 0130 00", "3704 0044"],
]

describe("secrets that people paste", () => {
  it.each(secrets)("%s is masked", (_, text, secret) => {
    const masked = maskSecrets(text)
    assert.notInclude(masked, secret)
    assert.match(masked, /\[[a-z ]+\]/u)
    assert.notInclude(redactText(text), secret)
  })

  it.each([
    "Is volume 105 of One Piece in stock?",
    "I forgot my password, what can I do?",
    "my password is not working",
    "パスワードを忘れました",
    "パスワードは何ですか",
    "Which manga has a key scene with a secret token?",
    "Is Death Note in the basic edition?",
    "What is the ISBN 978-4-08-882792-5 about?",
    "Where is my order MA-01-0001?",
    "『シークレット』の3巻はいくら？",
    "Do you have Cookie magazine? Cookie comics are nice",
    "https://shop.example/products?page=2&sort=price",
    "is there a session on manga drawing",
  ])("leaves alone: %s", (text) => {
    assert.strictEqual(maskSecrets(text), text)
  })

  it("takes time in proportion to the text", () => {
    const seconds = (count: number) => {
      const text = "password: token= api_key eyJ -----BEGIN A://b:c ".repeat(count)
      const before = process.cpuUsage()
      for (let round = 0; round < 5; round += 1) maskSecrets(text)
      return process.cpuUsage(before).user
    }
    seconds(100)
    const [one, four] = [seconds(500), seconds(2_000)]
    assert.isBelow(four, 10 * one + 20_000)
  })
})
