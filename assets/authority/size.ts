// How large a document is, without writing it out for every commit.
import {type Node} from "prosemirror-model"

/** The most bytes that the JSON form of a document may have: what the Go side still reads (internal/prose/codec.go). */
export const maxSize = 4 << 20

const known = new WeakMap<Node, number>()

/** The bytes of a node's JSON form, at least, and not many more. Subtrees that did not change are not looked at again. */
export function sizeOf(node: Node): number {
  const size = known.get(node)
  if (size !== undefined) return size
  const own = node.isText ? bytesOf(node.toJSON()) + 1 : ownSize(node) // 1: a comma
  let sum = own
  node.forEach(child => { sum += sizeOf(child) })
  known.set(node, sum)
  return sum
}

// {"type":"…","attrs":…,"content":[…],"marks":[…]}, and a comma
function ownSize(node: Node): number {
  const marks = node.marks.length ? bytesOf(node.marks) + 9 : 0
  return 34 + node.type.name.length + bytesOf(node.attrs) + marks
}

// The bytes of a value as JSON in UTF-8. A loop over the characters would take the engine in the Go process seconds for
// a large text, and it has no TextEncoder; these two are not interpreted.
function bytesOf(value: unknown): number {
  return unescape(encodeURI(JSON.stringify(value))).length
}
