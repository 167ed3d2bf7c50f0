// The length of a text as internal/prose/count.go counts it: segments of UAX #29 with a letter or a digit, each Han
// character a word of its own. assets/shared/testdata/counts.json holds both ends to the same figures.
import type {Node} from "prosemirror-model"

/** words includes every Han character; han is how many of the words are Han characters. */
export interface Count {readonly words: number; readonly han: number}
/** The text itself and its endnotes, counted apart. */
export interface Length {readonly body: Count; readonly notes: Count}

const none: Count = {words: 0, han: 0}
const empty: Length = {body: none, notes: none}

/** Browsers before 2024 may have no segmenter: there the figure is a close guess, and the check tells the true one. */
export const nearSegments = (text: string): Iterable<string> => text.match(nearWords) ?? []
const nearWords = /[\p{L}\p{Nd}\p{M}_]+(?:(?:['’.·](?=\p{L})|['’.,٫٬](?=\p{Nd})|[\u200d\u2060\u00ad]+)[\p{L}\p{Nd}\p{M}_]+)*/gu

function segmenter(): (text: string) => Iterable<string> {
  const segments = new Intl.Segmenter("und", {granularity: "word"})
  return text => Array.from(segments.segment(text), one => one.segment)
}
const segmentsOf = typeof Intl.Segmenter === "function" ? segmenter() : nearSegments
// Browsers disagree about whether these join words, so both ends read them as spaces.
const separators = /[:@\uFE55\uFF1A\uFE6B\uFF20]/gu
// Chromium parts words at a full stop ("www.example.org") where UAX #29 does not. An apostrophe, which is of the same class
// there (MidNumLet), joins them in every browser; between digits all agree about the stop.
const stops = /[.\uFF0E](?!\p{Nd})/gu
const han = /\p{Script=Han}/gu
const wordlike = /[\p{L}\p{Nd}]/u

/** Counts a text. Han characters are taken out first: browsers would cut them into words with a dictionary. */
export function countWords(text: string, cut = segmentsOf): Count {
  let characters = 0, words = 0
  const spaced = text.replace(separators, " ").replace(stops, "’").replace(han, () => (characters++, " "))
  for (const segment of cut(spaced)) if (wordlike.test(segment)) words++
  return {words: words + characters, han: characters}
}

export const add = (a: Count, b: Count): Count => ({words: a.words + b.words, han: a.han + b.han})
const addLength = (a: Length, b: Length): Length => ({body: add(a.body, b.body), notes: add(a.notes, b.notes)})

// Nodes never change, so a length once found holds for as long as the node lives: typing counts one block anew.
const known = new WeakMap<Node, Length>()

/** The length of a node with everything in it. Hidden parts count when asked for, but not in a whole manuscript. */
export function measure(node: Node): Length {
  let length = known.get(node)
  if (!length) known.set(node, length = node.isTextblock ? textblock(node) : container(node))
  return length
}

function container(node: Node): Length {
  let total: Length = node.type.name === "table" ? {body: countWords(node.attrs["caption"]), notes: none} : empty
  node.forEach(child => {
    if (!child.attrs["hidden"]) total = addLength(total, measure(child))
  })
  return total
}

// The mark of an endnote leaves no trace, a line break parts words, a cross-reference counts like the number it shows.
function textblock(node: Node): Length {
  let text = "", notes = none
  node.forEach(child => {
    if (child.isText) text += child.text
    else if (child.type.name === "endnote") notes = add(notes, countWords(child.textContent))
    else text += child.type.name === "cross_reference" ? "0" : "\n"
  })
  return {body: countWords(text), notes}
}
