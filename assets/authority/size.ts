// How large a document is, without writing it out for every commit.
import {type Node} from "prosemirror-model"

/** The most characters that the JSON form of a document may have. */
export const maxSize = 4 << 20

const known = new WeakMap<Node, number>()

/** The length of a node's JSON form, near enough. Subtrees that did not change are not looked at again. */
export function sizeOf(node: Node): number {
  const size = known.get(node)
  if (size !== undefined) return size
  const own = node.isText ? JSON.stringify(node.toJSON()).length : ownSize(node)
  let sum = own
  node.forEach(child => { sum += sizeOf(child) })
  known.set(node, sum)
  return sum
}

// {"type":"…","attrs":…,"content":[…],"marks":[…]}, and a comma
function ownSize(node: Node): number {
  const marks = node.marks.length ? JSON.stringify(node.marks).length + 9 : 0
  return 34 + node.type.name.length + JSON.stringify(node.attrs).length + marks
}
