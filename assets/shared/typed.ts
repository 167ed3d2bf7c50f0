// A letter typed into a paragraph, which most commits are, without what a replacement in general takes: the library looks
// every position up from the top and puts the tree together from both sides.
import {Fragment, type Node} from "prosemirror-model"
import {ReplaceStep, type Step} from "prosemirror-transform"
import {areMarksSound} from "./check"

/** What a step puts into a text, when it is text and nothing else and nothing goes for it; null otherwise. */
export function typedBy(step: Step): Node | null {
  if (!(step instanceof ReplaceStep) || step.from !== step.to) return null
  const {content, openStart, openEnd} = step.slice, only = content.firstChild
  return openStart + openEnd === 0 && content.childCount === 1 && only!.isText ? only : null
}

/**
 * Applies a step that types text into a block: the same document as Step.apply makes. Null when it is another step, or
 * one that does not apply, for which the library finds the reason.
 *
 * The nodes that are other ones now, from the innermost to the document, are added to `path`. They hold what their types
 * allow, as they did before: only their depth is still to be checked.
 */
export function applyTyped(step: Step, doc: Node, path: Node[] = []): Node | null {
  const text = typedBy(step)
  return text && insert(doc, (step as ReplaceStep).from, text, path)
}

function insert(node: Node, pos: number, text: Node, path: Node[]): Node | null {
  const made = node.inlineContent ? insertHere(node, pos, text, path) : insertBelow(node, pos, text, path)
  if (made) path.push(made)
  return made
}

function insertBelow(node: Node, pos: number, text: Node, path: Node[]): Node | null {
  const children = node.content.content, count = children.length
  let start = 0
  for (let i = 0; i < count; i++) {
    // The nodeSize, without asking for it: a call for each paragraph above would be an eighth of the work.
    const child = children[i]!, inner = child.content.size, end = start + (inner ? inner + 2 : child.nodeSize)
    if (pos <= start) return null // between two blocks
    if (pos < end) {
      const changed = insert(child, pos - start - 1, text, path)
      return changed && node.copy(node.content.replaceChild(i, changed))
    }
    start = end
  }
  return null
}

function insertHere(block: Node, pos: number, text: Node, path: Node[]): Node | null {
  const children = block.content.content
  let start = 0, i = 0
  for (; i < children.length; i++) {
    const end = start + children[i]!.nodeSize
    if (pos < end) break
    start = end
  }
  const at = children[i]
  if (pos < start || (!at && pos > start)) return null
  const longer = pos > start ? at! : children[i - 1]
  if (longer?.isText && longer.sameMarkup(text)) return insertInto(block, pos > start ? i : i - 1, pos > start ? pos - start : longer.nodeSize, text)
  if (pos > start && !at!.isText) return insertInside(block, i, pos - start - 1, text, path)
  if (!areMarksSound(text.marks)) return null
  const list = children.slice(0, i)
  if (pos > start) add(at!.cut(0, pos - start), list)
  add(text, list)
  if (at) add(pos > start ? at.cut(pos - start) : at, list)
  const content = Fragment.fromArray(list.concat(children.slice(i + 1)))
  return block.type.validContent(content) ? block.copy(content) : null
}

// Into a text of the same look: what is in the block stays what it is, only longer.
function insertInto(block: Node, i: number, at: number, {text}: Node): Node {
  const child = block.content.content[i]!, old = child.text!
  return block.copy(block.content.replaceChild(i, withText(child, old.slice(0, at) + text! + old.slice(at))))
}

const withText = (node: Node, text: string) => (node as Node & {withText(text: string): Node}).withText(text)

// Into what stands in the line and has a text of its own: a note.
function insertInside(block: Node, i: number, pos: number, text: Node, path: Node[]): Node | null {
  const changed = insert(block.child(i), pos, text, path)
  return changed && block.copy(block.content.replaceChild(i, changed))
}

// Adds a node to a list, text of the same look to the text before it.
function add(node: Node, list: Node[]): void {
  const last = list[list.length - 1]
  if (last?.isText && last.sameMarkup(node)) list[list.length - 1] = withText(node, last.text! + node.text!)
  else list.push(node)
}
