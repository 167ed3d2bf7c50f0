// What stands on buttons and links, from the catalogues that the pages are made with.
import {readdirSync, readFileSync} from "node:fs"
import path from "node:path"

type Catalogue = Record<string, string | {one: string; other: string}>

function read(language: string): Catalogue {
  const folder = path.join("internal/i18n/messages", language)
  const files = readdirSync(folder).filter(name => name.endsWith(".json"))
  return Object.assign({}, ...files.map(name => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Catalogue)) as Catalogue
}

const english = read("en")

/** The English words of a message. A message that is not there fails. */
export function t(key: string, args: Readonly<Record<string, string | number>> = {}): string {
  const message = english[key]
  if (message === undefined) throw new Error(`no message ${key}`)
  const text = typeof message === "string" ? message : args["n"] === 1 ? message.one : message.other
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(args[name] ?? `{${name}}`))
}
