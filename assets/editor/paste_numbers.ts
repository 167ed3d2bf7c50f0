// Paragraph numbers that were typed by hand. They are taken away only when several paragraphs count on from one another,
// because the text numbers its paragraphs itself; a single "2019." at the start of a paragraph stays.
import {Fragment, Slice, type Node} from "prosemirror-model"

const typed = /^\s*(?:\(|§\s*)?(\d{1,3})(?:[.)]|\.\))[\s\u00a0]+(?=\S)/

/** Takes away typed numbers of paragraphs that count on by one, two or more of them, and says how many. */
export function stripNumbers(slice: Slice): {slice: Slice; count: number} {
  const numbers: {index: number; number: number; length: number}[] = []
  slice.content.forEach((node, _offset, index) => {
    const found = node.type.name === "paragraph" && node.firstChild?.isText ? typed.exec(node.firstChild.text!) : null
    if (found) numbers.push({index, number: Number(found[1]), length: found[0].length})
  })
  const strip = new Map<number, number>()
  numbers.forEach((one, i) => {
    const follows = numbers[i - 1]?.number === one.number - 1, leads = numbers[i + 1]?.number === one.number + 1
    if (follows || leads) strip.set(one.index, one.length)
  })
  if (strip.size === 0) return {slice, count: 0}
  const blocks: Node[] = []
  slice.content.forEach((node, _offset, index) => {
    const length = strip.get(index)
    blocks.push(length === undefined ? node : node.copy(node.content.cut(length)))
  })
  return {slice: new Slice(Fragment.from(blocks), slice.openStart, slice.openEnd), count: strip.size}
}
