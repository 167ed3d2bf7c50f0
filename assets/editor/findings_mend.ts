// Mends a finding when a person says so: what the server offers is found again in the text as it is now, and changed as
// any edit is. It can be undone, and it is a suggestion in the mode in which changes are suggestions.
import {closeHistory} from "prosemirror-history"
import type {Node} from "prosemirror-model"
import type {EditorState, Transaction} from "prosemirror-state"
import {hostOf} from "./typography_scan"

/** What the server offers: see fixJSON there. */
export interface Fix {
  readonly kind: "replace" | "remove" | "number" | "raise" | "keywords"
  /** Of "replace": words in the place of the finding, and those to put there. */
  readonly old?: string
  readonly new?: string
  /** What the button says. */
  readonly offer: string
  /** Where it is mended instead, for what is not text. */
  readonly href?: string
}

/** The change that mends a finding at the block or endnote with an id; null where it does not fit the text any more. */
export function fixing(state: EditorState, id: string, fix: Fix): Transaction | null {
  const place = find(state.doc, id)
  if (!place) return null
  const {node, pos} = place
  const tr = change(state, node, pos, fix)
  return tr && closeHistory(tr)
}

function change(state: EditorState, node: Node, pos: number, fix: Fix): Transaction | null {
  const {tr} = state
  switch (fix.kind) {
    case "replace":
      return replace(state, node, pos, fix.old ?? "", fix.new ?? "")
    case "remove":
      return empty(node) ? tr.delete(pos, pos + node.nodeSize) : null
    case "number":
      return node.type.name === "paragraph" && node.attrs["numbered"] === false ? tr.setNodeAttribute(pos, "numbered", true) : null
    case "raise":
      return node.type.name === "heading" && node.attrs["level"] !== 1 ? tr.setNodeAttribute(pos, "level", 1) : null
    case "keywords":
      return null // a field of the details, not of the text
  }
}

function find(doc: Node, id: string): {node: Node; pos: number} | null {
  let place: {node: Node; pos: number} | null = null
  doc.descendants((node, pos) => {
    if (place === null && node.attrs["id"] === id) place = {node, pos}
    return place === null
  })
  return place
}

/** Nothing is in it but blanks. */
const empty = (node: Node) => node.textContent.trim() === "" && !holdsObject(node)

function holdsObject(node: Node): boolean {
  let found = false
  node.descendants(child => {
    found ||= child.isLeaf && !child.isText
    return !found
  })
  return found
}

/** Puts other words in the place of the first that are whole: 140.8 is not in 140.85. They keep the marks they have. */
function replace(state: EditorState, node: Node, pos: number, old: string, words: string): Transaction | null {
  if (!old) return null
  let at: {from: number; to: number} | null = null
  const look = (host: Node, start: number) => {
    if (at !== null || !(host.isTextblock || host.type.name === "endnote")) return
    const {text, taken} = hostOf(host, start)
    for (let i = text.indexOf(old); i >= 0 && at === null; i = text.indexOf(old, i + 1)) {
      const free = !taken(i) && !taken(i + old.length - 1)
      if (free && !joined(text, i) && !joined(text, i + old.length)) at = {from: start + i, to: start + i + old.length}
    }
  }
  look(node, pos + 1)
  node.descendants((child, offset) => { look(child, pos + 1 + offset + 1) })
  if (at === null) return null
  const {from, to} = at as {from: number; to: number}, {doc, schema} = state
  const marks = doc.resolve(from).marksAcross(doc.resolve(to)) ?? []
  return state.tr.replaceWith(from, to, schema.text(words, marks))
}

/** Whether a word or a number goes on over a place of a text. */
const joined = (text: string, at: number) => /[\p{L}\p{N}]/u.test(text[at - 1] ?? "") && /[\p{L}\p{N}]/u.test(text[at] ?? "")
