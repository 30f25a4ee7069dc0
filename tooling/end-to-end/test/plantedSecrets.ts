/**
 * Secrets as people paste them, one of each kind, every one unlike anything else that a run writes.
 *
 * Put together here, so that no scanner takes this file for a leak.
 */
const joined = (...parts: ReadonlyArray<string>) => parts.join("")
const letters = "Qz7Wx4Ec1Rv8Tb5Yn2Um9Ik6Ol3PaSdFgHjKlZxCvBnM"

export interface Planted {
  readonly kind: string
  /** What the customer writes. */
  readonly text: string
  /** What must be nowhere. */
  readonly secret: string
}

const planted = (kind: string, text: string, secret: string): Planted => ({ kind, text, secret })
const value = (from: number, length: number) => letters.slice(from, from + length)

export const plantedSecrets: ReadonlyArray<Planted> = [
  planted("password", "my password is Hunter7!xq and I cannot log in", "Hunter7!xq"),
  planted("password in quotes", 'password: "correct zebra battery"', "correct zebra battery"),
  planted("password in Japanese", "パスワードは「ひみつ9876」です", "ひみつ9876"),
  planted("PIN", "my PIN is 739182", "739182"),
  planted("PIN in Japanese", "暗証番号は648215です", "648215"),
  planted(
    "JSON Web Token",
    joined("what is eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiI5ODc2In0.", value(0, 40)),
    value(0, 40),
  ),
  planted("access key", joined("AKIA", "QZWXECRVTB7YNUMI", " fails"), "QZWXECRVTB7YNUMI"),
  planted("secret key", joined("aws_secret_access_key=", value(2, 38), "/q"), value(2, 38)),
  planted("token of GitHub", joined("is ghp_", value(3, 36), " a book"), value(3, 36)),
  planted("token of GitLab", joined("glpat-", value(4, 20)), value(4, 20)),
  planted("token of Slack", joined("xoxb-", "8123456790-", value(5, 20)), value(5, 20)),
  planted("key of Google", joined("AIza", value(6, 35)), value(6, 35)),
  planted("key of a model service", joined("sk-", "ant-api03-", value(1, 40)), value(1, 40)),
  planted("key of a payment service", joined("sk_", "live_", value(7, 24)), value(7, 24)),
  planted("header", joined("Authorization: Bearer ", value(8, 36)), value(8, 36)),
  planted("cookie", joined("Cookie: sid=", value(9, 24), "; a=b"), value(9, 24)),
  planted("session id", joined("my session id is ", value(10, 24)), value(10, 24)),
  planted("address with a password", "https://shop:Pw9zebra@example.com/", "Pw9zebra"),
  planted(
    "private key",
    joined("-----BEGIN RSA PRIVATE ", "KEY-----\nMIIEzebraQz7Wx"),
    "zebraQz7Wx",
  ),
  planted("API key", "api_key = 9f8e7d6c5b4azq", "9f8e7d6c5b4azq"),
  planted("code once sent", "the verification code is 975318", "975318"),
  planted("card's code", "cvv 9731 was declined", "9731 was"),
  planted("passport", "my passport number TK7654321", "TK7654321"),
  planted("account", "IBAN DE89 3704 0044 0532 7391 00", "3704 0044 0532 7391"),
  planted("card", "my card is 4539 1488 0343 6467", "4539 1488 0343 6467"),
  planted(
    "address of mail",
    "write to zebra.quartz@example.org please",
    "zebra.quartz@example.org",
  ),
  planted("telephone", "call me at 090-7391-8264", "090-7391-8264"),
]
