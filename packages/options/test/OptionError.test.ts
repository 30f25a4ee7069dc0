import { expect, it } from "vitest"
import {
  anyText,
  checksOf,
  either,
  flag,
  func,
  listOf,
  mapOf,
  methods,
  milliseconds,
  needed,
  number,
  object,
  oneOf,
  OptionError,
  text,
  whole,
} from "../src/index.ts"

interface Options {
  readonly name: string
  readonly share?: number
  readonly count?: number
  readonly retry?: { readonly maxMs?: number }
  readonly kinds?: ReadonlyArray<string>
  readonly rates?: Readonly<Record<string, number>>
  readonly isOn?: boolean
  readonly note?: string
  readonly client?: object
  readonly onEnd?: () => void
  readonly answers?: string | (() => void)
}

const rule = object<Options>({
  name: needed(text),
  share: number({ least: 0, most: 1 }),
  count: whole(1),
  retry: object<NonNullable<Options["retry"]>>({ maxMs: milliseconds() }),
  kinds: listOf(oneOf("black-hole", "reset")),
  rates: mapOf(number({ above: 0 })),
  isOn: flag,
  note: anyText,
  client: methods("send"),
  onEnd: func,
  answers: either("a text or a function", text, func),
})
const check = checksOf("@someone/package")
const told = (options: unknown): string => {
  try {
    check("make", rule, options)
    return "taken"
  } catch (error) {
    return error instanceof OptionError ? error.message.replace("@someone/package make: ", "") : "?"
  }
}

it("takes what keeps the rules, and what is undefined as left out", () => {
  expect(
    told({
      name: "one",
      share: 0,
      count: 3,
      retry: { maxMs: 5 },
      kinds: ["reset"],
      rates: { anything: 2 },
      isOn: false,
      note: "",
      client: { send: () => 1 },
      onEnd: () => {},
      answers: "yes",
    }),
  ).toBe("taken")
  expect(told({ name: "one", share: undefined, retry: {} })).toBe("taken")
})

it.each([
  [undefined, "options must be an object, not left out"],
  [[], "options must be an object, not a list"],
  [{}, "name must be a text, not left out"],
  [{ name: "" }, "name must be a text, not an empty text"],
  [{ name: "a", shar: 1 }, 'shar is not known; the nearest is "share"'],
  [{ name: "a", SHARE: 1 }, 'SHARE is not known; the nearest is "share"'],
  [{ name: "a", share: 5 }, "share must be a number from 0 to 1, not 5"],
  [{ name: "a", share: "0.5" }, "share must be a number from 0 to 1, not a number in quotes"],
  [{ name: "a", share: Number.NaN }, "share must be a number from 0 to 1, not NaN"],
  [{ name: "a", count: 1.5 }, "count must be a whole number above 0, not 1.5"],
  [{ name: "a", count: Infinity }, "count must be a whole number above 0, not Infinity"],
  [{ name: "a", retry: { maxMs: -1 } }, "retry.maxMs must be a number above 0, not -1"],
  [{ name: "a", retry: { max: 1 } }, 'retry.max is not known; the nearest is "maxMs"'],
  [
    { name: "a", kinds: ["reset", "blackhole"] },
    'kinds[1] must be one of "black-hole", "reset", not a text of length 9; the nearest is "black-hole"',
  ],
  [{ name: "a", kinds: "reset" }, "kinds must be a list, not a text of length 5"],
  [{ name: "a", rates: { b: 0 } }, "rates.b must be a number above 0, not 0"],
  [{ name: "a", isOn: 1 }, "isOn must be true or false, not 1"],
  [{ name: "a", note: null }, "note must be a text, not null"],
  [{ name: "a", client: {} }, "client must be an object with send, not an object"],
  [{ name: "a", onEnd: {} }, "onEnd must be a function, not an object"],
  [{ name: "a", answers: 1 }, "answers must be a text or a function, not 1"],
])("says of %j what is wrong", (options, message) => {
  expect(told(options)).toBe(message)
})

it("names the package, the function, the field and the rule, and repeats no text", () => {
  let error: unknown
  try {
    check("make", object<{ password: string }>({ password: needed(whole(1)) }), {
      password: "hush",
    })
  } catch (thrown) {
    error = thrown
  }
  expect(error).toMatchObject({
    name: "OptionError",
    _tag: "OptionError",
    package: "@someone/package",
    function: "make",
    field: "password",
    rule: "must be a whole number above 0, not a text of length 4",
  })
  expect(error).toBeInstanceOf(RangeError)
  expect(String(error)).not.toContain("hush")
})

it("says where a value stands that is not the options", () => {
  expect(() => check("make", listOf(text), ["a", 1], "names")).toThrow("names[1] must be a text")
})
