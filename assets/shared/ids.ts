// Identifiers made in the browser, and the mending of those that a split, a join or a paste has left double or empty.
import {type Node} from "prosemirror-model"
import {Plugin, type EditorState, type Transaction} from "prosemirror-state"
import {collabKey} from "./collab"
import {settledMeta} from "./suggest_marks"

const alphabet = "abcdefghijklmnopqrstuvwxyz234567"

/** Random characters of lower-case base 32, from a cryptographic source. 32 divides 256: no letter is more likely. */
function random(length: number): string {
  let text = ""
  for (const byte of crypto.getRandomValues(new Uint8Array(length))) text += alphabet[byte % 32]
  return text
}

/** An id for a block, a part or an endnote: 60 bits, unique within one manuscript. */
export const newBlockId = () => random(12)

/** An id for a commit or for a browser tab: 100 bits. */
export const newRef = () => random(20)

/**
 * Gives every node that carries an id and has none, or one that another node has already, a new one. Of two with the
 * same id the first keeps it, unless it is empty and the other is not: Enter at the start of a paragraph must not move
 * the comments and references that point to it. Returns null when there is nothing to mend.
 */
export function mendIds(state: EditorState, makeId = newBlockId): Transaction | null {
  const owners = new Map<string, {node: Node; pos: number}>(), wanting: number[] = []
  state.doc.descendants((node, pos) => {
    const id = node.attrs["id"] as unknown
    if (typeof id !== "string") return
    const owner = id ? owners.get(id) : undefined
    if (!id) wanting.push(pos)
    else if (!owner) owners.set(id, {node, pos})
    else if (owner.node.content.size === 0 && node.content.size > 0) {
      wanting.push(owner.pos)
      owners.set(id, {node, pos})
    } else wanting.push(pos)
  })
  if (!wanting.length) return null
  const tr = state.tr
  for (const pos of wanting) tr.setNodeAttribute(pos, "id", makeId())
  return tr
}

/**
 * Mends ids after each local change. Not after suggestions, which bring their own and must change nothing else; and not after changes that came from others: every browser would then mend the same
 * node in its own way, and the one who made it does so anyway.
 */
export function ids(makeId = newBlockId, mends: (state: EditorState) => boolean = () => true): Plugin {
  return new Plugin({
    appendTransaction(transactions, _old, state) {
      const local = transactions.some(tr => tr.docChanged && !tr.getMeta(collabKey) && !tr.getMeta(settledMeta))
      return local && mends(state) ? mendIds(state, makeId) : null
    },
  })
}
