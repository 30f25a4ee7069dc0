/** Splits the command's arguments into options and values; validates names, not values. */
const flags: ReadonlySet<string> = new Set([
  "--help",
  "--json",
  "--offline",
  "--metrics",
  "--keep-nat",
])
const single: ReadonlySet<string> = new Set([
  "--region",
  "--outputs",
  "--services",
  "--samples",
  "--vpc-id",
  "--namespace",
  "--gb-per-month",
  "--gateway-gb-per-month",
  "--zones",
  "--interface-endpoints",
  "--gateway-endpoints",
  "--nat-gateways",
  "--prices",
])
const repeated: ReadonlySet<string> = new Set([
  "--host",
  "--vpc-cidr",
  "--subnet-id",
  "--dns-server",
])

export interface Words {
  readonly has: (name: string) => boolean
  readonly value: (name: string) => string | undefined
  readonly values: (name: string) => ReadonlyArray<string>
}

/** A message instead, when something is no option, lacks its value or stands twice. */
export const readWords = (argv: ReadonlyArray<string>): Words | string => {
  const found = new Map<string, Array<string>>()
  const rest = argv[0] === "--" ? argv.slice(1) : [...argv]
  while (rest.length > 0) {
    const word = rest.shift() ?? ""
    const equals = word.startsWith("--") ? word.indexOf("=") : -1
    const name = word === "-h" ? "--help" : equals > 0 ? word.slice(0, equals) : word
    const attached = equals > 0 ? word.slice(equals + 1) : undefined
    if (flags.has(name)) {
      if (attached !== undefined) return `${name} takes no value`
      found.set(name, [])
    } else if (name === "--watch") {
      // Its value is optional: a following word that is no option belongs to it.
      const takesNext = attached === undefined && rest[0] !== undefined && !rest[0].startsWith("-")
      const value = takesNext ? rest.shift() : attached
      if (value === "") return `${name} needs a value after =`
      found.set(name, value === undefined ? [] : [value])
    } else if (single.has(name) || repeated.has(name)) {
      const value = attached ?? rest.shift() ?? ""
      if (value === "" || (attached === undefined && value.startsWith("--"))) {
        return `${name} needs a value`
      }
      const before = found.get(name)
      if (before !== undefined && single.has(name)) return `${name} may be given once`
      found.set(name, [...(before ?? []), value])
    } else return `unknown option ${word}`
  }
  return {
    has: (name) => found.has(name),
    value: (name) => found.get(name)?.[0],
    values: (name) => found.get(name) ?? [],
  }
}
