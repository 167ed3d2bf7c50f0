// What could be mended in the look of a text without touching what it says: spaces that must not break, quotation marks,
// dashes, dots. Each rule is the common typographic convention of its language, as word processors follow it; no
// editorial manual was at hand. Where usage differs (quotation marks in Arabic, ranges in French and Spanish) there is none.
//
// In a French text every space that must not break is U+00A0: it is what Word sets and what every font has. A narrow one
// (U+202F) that somebody typed is left alone.

/** One replacement inside a text; from and to are offsets in it. */
export interface Edit {readonly from: number; readonly to: number; readonly insert: string}

/** The kinds of mend, in the order in which they are offered. */
export const kinds = ["spaces", "quotes", "apostrophes", "dashes", "ranges", "dots", "marks", "doubles"] as const
export type Kind = (typeof kinds)[number]

/** One mend: what belongs together is changed together, as a pair of quotation marks. */
export interface Mend {readonly kind: Kind; readonly edits: readonly Edit[]}

interface Rule {readonly kind: Kind; readonly languages: readonly string[]; readonly find: (text: string, language: string) => readonly (readonly Edit[])[]}

const nbsp = "\u00a0"
const all = ["en", "fr", "es", "ru", "ar", "zh"]

/** A rule that replaces what a pattern finds; the replacement is the same for all or made from the find. */
function replace(kind: Kind, languages: readonly string[], pattern: RegExp, insert: string | ((found: string) => string)): Rule {
  return {
    kind, languages,
    find: text => [...text.matchAll(pattern)].map(({0: found, index}) => [{
      from: index, to: index + found.length, insert: typeof insert === "string" ? insert : insert(found),
    }]),
  }
}

const wide: Readonly<Record<string, string>> = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
const arabic: Readonly<Record<string, string>> = {",": "،", ";": "؛", "?": "؟"}

const rules: readonly Rule[] = [
  // mot ; mot — the space is there and may break.
  replace("spaces", ["fr"], /(?<=[^\s]) (?=[;:!?»](?:[\s;:!?»)\]”.,…]|$))/gu, nbsp),
  // mot; mot — no space. Not after a digit and a colon (14:30), an open bracket or another such mark ("(?)", "?!").
  replace("spaces", ["fr"], /(?<=[\p{L}\p{N}»)\]%”’])(?=[;!?]+(?:[\s»)\]”.,…]|$))/gu, nbsp),
  replace("spaces", ["fr"], /(?<=[\p{L}»)\]”’])(?=:(?:\s|$))/gu, nbsp),
  replace("spaces", ["fr"], /(?<=«) (?=\S)/gu, nbsp),
  replace("spaces", ["fr"], /(?<=«)(?=[^\s»])/gu, nbsp),
  replace("spaces", ["fr"], /(?<=[^\s«])(?=»)/gu, nbsp),
  // 12 % — in English the sign follows without a space.
  replace("spaces", ["fr", "es", "ru"], /(?<=\p{N}) (?=%)/gu, nbsp),
  replace("spaces", ["fr"], /(?<=\b[nN][o°ᵒ]) (?=\p{N})/gu, nbsp),
  replace("spaces", ["ru"], /(?<=№) (?=\p{N})/gu, nbsp),

  {kind: "quotes", languages: ["en", "fr", "es", "ru", "zh"], find: quotes},
  replace("apostrophes", ["en", "fr"], /(?<=\p{L})'(?=\p{L})/gu, "’"),

  // A hyphen between blanks is a dash, unless it subtracts or begins an item.
  replace("dashes", ["en", "fr"], /(?<=[^\s\p{N}] )-(?= \S)|(?<=\p{N} )-(?= [^\s\p{N}])/gu, "–"),
  replace("dashes", ["ru"], /(?<=[^\s\p{N}]) -(?= \S)|(?<=\p{N}) -(?= [^\s\p{N}])/gu, nbsp + "—"),
  // French and Spanish join the ends of a range by a hyphen; in Arabic a dash would turn the numbers round.
  {kind: "ranges", languages: ["en", "ru"], find: ranges},

  replace("dots", ["en", "fr", "es", "ru", "ar"], /(?<![./\\\p{N}])\.{3}(?![./\\\p{N}])/gu, "…"),
  replace("dots", ["zh"], /(?<=\p{Script=Han})(?:\.{3}|\.{6}|。{3}|。{6}|…)(?![.。…])/gu, "……"),
  replace("marks", ["zh"], /(?<=\p{Script=Han})[,;:?!](?=\p{Script=Han}|\s|$)/gu, found => wide[found]!),
  replace("marks", ["ar"], /(?<=\p{Script=Arabic})[,;?](?=\s|$)/gu, found => arabic[found]!),
  replace("doubles", all, /(?<=\S) {2,}(?=\S)/gu, " "),
]

const pairs: Readonly<Record<string, readonly [string, string]>> = {
  en: ["“", "”"], fr: ["«" + nbsp, nbsp + "»"], es: ["“", "”"], ru: ["«", "»"], zh: ["“", "”"],
}

// Straight quotation marks that make pairs: one that opens, then one that closes. What is left over is no pair: inches,
// seconds, a slip. A Spanish text that has « already goes on with it.
function quotes(text: string, language: string): Edit[][] {
  const [open, close] = language === "es" && text.includes("«") ? ["«", "»"] : pairs[language]!
  const found: Edit[][] = []
  let opened = -1
  for (const {index} of text.matchAll(/"/g)) {
    const before = text[index - 1] ?? " ", after = text[index + 1] ?? " "
    if (opened < 0) {
      if (/[\s([{«“—–/\u00a0-]|\p{Script=Han}/u.test(before) && /\S/.test(after)) opened = index
    } else if (/\S/.test(before) && !/[\p{L}\p{N}]/u.test(after.replace(/\p{Script=Han}/u, ""))) {
      found.push([{from: opened, to: opened + 1, insert: open}, {from: index, to: index + 1, insert: close}])
      opened = -1
    }
  }
  return found
}

// "10-12", "2019-2023": ends of as many digits, in order. Not in dates, telephone numbers and symbols, which have more of
// the same beside them.
function ranges(text: string): Edit[][] {
  return [...text.matchAll(/(?<![\p{L}\p{N}+/.,:–-]|[\p{N})] )(\d{1,4})-(\d{1,4})(?![\p{L}\p{N}/:–-]|[.,]\p{N}| \p{N}{3})/gu)]
    .filter(([, from, to]) => from!.length === to!.length && Number(from) < Number(to))
    .map(({index, 1: from}) => [{from: index + from!.length, to: index + from!.length + 1, insert: "–"}])
}

// What is read by programs keeps every sign: addresses, symbols of documents, names of files, times.
function kept(text: string): readonly (readonly [number, number])[] {
  const words = [...text.matchAll(/\S+/g)].filter(({0: word}) =>
    word.includes("//") || word.includes("@") || word.includes("www.") || word.split("/").length > 2 || /^[A-Za-z]:\\/.test(word))
  const others = [...text.matchAll(/\b\d{1,2}:\d{2}\b|\b(?:https?|mailto|ftp):/g)]
  return [...words, ...others].map(({0: {length}, index}) => [index, index + length] as const)
}

/**
 * Finds what could be mended in the text of one block. Ends of a text count as ends of a line. taken says which characters
 * must stay as they are (links, notes).
 */
export function mends(text: string, language: string, taken: (offset: number) => boolean = () => false): Mend[] {
  const keep = kept(text)
  const free = ({from, to}: Edit) => {
    // A place between two characters belongs to both.
    for (let at = from === to ? from - 1 : from; at < Math.max(to, from + 1); at++) if (at >= 0 && at < text.length && taken(at)) return false
    return !keep.some(([start, end]) => from < end && Math.max(to, from + 1) > start)
  }
  const found: Mend[] = [], used = new Set<number>()
  for (const {kind, languages, find} of rules) {
    if (!languages.includes(language)) continue
    for (const edits of find(text, language)) {
      // One place is mended by one rule, the first that wants to.
      if (!edits.every(free) || edits.some(({from}) => used.has(from))) continue
      for (const {from} of edits) used.add(from)
      found.push({kind, edits})
    }
  }
  return found.sort((a, b) => a.edits[0]!.from - b.edits[0]!.from)
}

/** The text after mends; none of them may touch another. */
export function mended(text: string, list: readonly Mend[]): string {
  const edits = list.flatMap(mend => mend.edits).sort((a, b) => b.from - a.from)
  return edits.reduce((now, {from, to, insert}) => now.slice(0, from) + insert + now.slice(to), text)
}
