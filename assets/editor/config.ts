// What the page tells the editor, read from the JSON in #editor-config, and the words in the language of the page.
import {isolate, wholeNumber} from "../shared/locale"

/** One message: a text with {names}, or one for each plural form of the language, chosen by {n}. */
export type Message = string | Readonly<Record<string, string>>

/** What stands beside a part: what belongs there, what OHCHR looks for, an example sentence, the rule behind it. */
export interface Guidance {readonly what: string; readonly looksFor: string; readonly example: string; readonly rule: string}

/** What the person may do in this submission; the server checks each time. */
export interface Rights {readonly comment: boolean; readonly suggest: boolean; readonly edit: boolean; readonly coordinate: boolean; readonly final: boolean}

/** How long the text may be, and the rule that says so. */
/** "notes" says whether the words of endnotes count towards it, by the rules that the submission was begun with. */
export interface Limit {readonly words: number; readonly rule: string; readonly notes: boolean}

export interface Config {
  readonly submission: string
  /** Names the build; the server takes edits only from its own. */
  readonly bundle: string
  readonly urls: {readonly text: string; readonly rights: string; readonly commits: string; readonly events: string; readonly findings: string; readonly check: string; readonly comments: string; readonly presence: string; readonly authors: string; readonly team: string; readonly assign: string; readonly solidarity: string; readonly solidarityMatrix: string; readonly solidarityLinks: string; readonly previous: string; readonly word: string; readonly related: string; readonly preview: string; readonly pictures: string; readonly glyphs: string; readonly pdf: string; readonly news: string}
  readonly pageLanguage: string
  readonly textLanguage: string
  readonly direction: "ltr" | "rtl"
  readonly messages: Readonly<Record<string, Message>>
  /** By kind of part. */
  readonly guidance: Readonly<Record<string, Guidance>>
  /** When the page was made; see rights.ts. */
  readonly limit: Limit | null
  /** The person: "id" is theirs in this submission alone, "as" that of the account that the page was made for. */
  readonly user: {readonly id: string; readonly as: string; readonly name: string}
  /** When the page was made; main.ts asks again when they may have changed. */
  readonly rights: Rights
}

/** Reads the configuration. Throws when the page has none: then the page and this script are not of one build. */
export function readConfig(document: Document): Config {
  const json = document.getElementById("editor-config")?.textContent
  if (!json) throw new Error("the page has no #editor-config")
  return JSON.parse(json) as Config
}

type Values = Readonly<Record<string, string | number>>
/** Gives the text of a message; keys go without their "editor." in front. */
export type Translate = (key: string, values?: Values) => string

/** Makes the function that gives texts in the language of the page. A key without a text shows itself. */
export function translator(messages: Readonly<Record<string, Message>>, language: string): Translate {
  const plural = new Intl.PluralRules(language)
  return (key, values = {}) => {
    const message = messages["editor." + key]
    if (message === undefined) return key
    const text = typeof message === "string" ? message : message[plural.select(Number(values["n"]))] ?? message["other"] ?? key
    return text.replace(/\{(\w+)\}(\.?)/g, (whole, name: string, stop: string) => {
      const value = values[name]
      if (value === undefined) return whole
      if (typeof value === "number") return wholeNumber(value, language) + stop
      // "23 ноября 2026 г." ends the sentence too, as on the server's pages: i18n.Printer.
      return isolate(value, language) + (/(^|[^.])\.$/.test(value) ? "" : stop)
    })
  }
}
