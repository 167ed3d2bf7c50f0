// Made-up manuscripts and made-up editing, the same for the same seed.
import {type Node as ProseNode, Fragment, Slice, type Mark, type Node} from "prosemirror-model"
import {type EditorState, type Transaction} from "prosemirror-state"
import {canJoin, canSplit, findWrapping, liftTarget} from "prosemirror-transform"
import {schema} from "../schema"

/** Numbers from 0 up to 1 (mulberry32). */
export type Random = () => number

export function random(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6D2B79F5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const below = (r: Random, n: number) => Math.floor(r() * n)
const pick = <T>(r: Random, list: readonly T[]): T => list[below(r, list.length)]!

const vocabulary = ("the State party has not adopted any measure to protect human rights defenders from reprisals although it " +
  "accepted the recommendation in its previous review and courts have since then dismissed every complaint").split(" ")

const words = (r: Random, count: number) => Array.from({length: count}, () => pick(r, vocabulary)).join(" ")

const {nodes, marks} = schema
type Attrs = Record<string, unknown>
const make = (name: string, attrs: Attrs | null, content?: ProseNode | readonly ProseNode[]) => nodes[name]!.create(attrs, content)
const mark = (name: string, attrs?: Attrs): Mark => marks[name]!.create(attrs)

/** A manuscript of parts with paragraphs, endnotes, headings, recommendations, lists and a table. */
export function manuscript(seed: number, parts = 3, paragraphs = 4): Node {
  const r = random(seed)
  let count = 0
  const id = () => "s" + (count++).toString(36)
  const paragraph = (numbered = true) => make("paragraph", {id: id(), numbered}, [
    schema.text(words(r, 5) + " "),
    schema.text(words(r, 3), r() < .5 ? [mark("em")] : r() < .5 ? [mark("link", {href: "https://example.org/" + count})] : []),
    make("endnote", {id: id()}, schema.text(words(r, 4))),
    schema.text(" " + words(r, 2) + "."),
  ])
  const plain = (text: string) => make("paragraph", {id: id(), numbered: false}, schema.text(text))
  const list = () => make("bullet_list", {id: id()}, [0, 1].map(() => make("list_item", null, plain(words(r, 3)))))
  const table = () => make("table", {id: id()}, [0, 1].map(() => make("table_row", null, [0, 1].map(() => make("table_cell", null, plain(words(r, 1)))))))
  const part = (n: number) => {
    const blocks = [make("heading", {id: id(), level: 1}, schema.text(words(r, 2)))]
    for (let i = 0; i < paragraphs; i++) blocks.push(paragraph())
    blocks.push(list(), make("recommendation", {id: id()}, schema.text(words(r, 4))))
    if (n === 1) blocks.push(table())
    return make("part", {id: id(), kind: "rights"}, [make("part_title", null, schema.text("Part " + n)), ...blocks])
  }
  return make("doc", null, Array.from({length: parts}, (_, n) => part(n)))
}

const characters = ["a", "b", " ", "é", "ع", "法", "😀", "𝒳", "z"]

/** Makes random edits as an editor would make them; ids of new nodes begin with the name of who writes. */
export class Writer {
  private count = 0
  constructor(private readonly r: Random, private readonly name: string) {}

  /** A random edit, or null when the one that was tried is not possible here. */
  edit(state: EditorState): Transaction | null {
    const tr = state.tr
    try {
      this.change(tr, pick(this.r, edits))
    } catch (error) {
      // Transform throws for what does not fit; an editor would not have offered it.
      if (error instanceof RangeError || /Replace|Transform/.test((error as Error).name)) return null
      throw error
    }
    if (!tr.docChanged) return null
    try { tr.doc.check() } catch { return null }
    return tr
  }

  private change(tr: Transaction, edit: (typeof edits)[number]) {
    const {r} = this, {doc} = tr, at = this.inText(doc)
    const $at = doc.resolve(at), noNote = $at.parent.type.name !== "endnote"
    const to = Math.min(doc.content.size, at + 1 + below(r, 60))
    switch (edit) {
      case "type": tr.insertText(Array.from({length: 1 + below(r, 3)}, () => pick(r, characters)).join(""), at); break
      case "delete": {
        const end = Math.min($at.end(), at + 1 + below(r, 12))
        if (whole(doc, end) && end > at) tr.delete(at, end)
        break
      }
      case "delete range": if (whole(doc, to + 100)) tr.deleteRange(at, Math.min(doc.content.size, to + 100)); break
      case "split": if (canSplit(doc, at)) tr.split(at); break
      case "join": for (let pos = at; pos < doc.content.size; pos++) if (canJoin(doc, pos)) { tr.join(pos); break } break
      case "mark": if (whole(doc, to)) tr.addMark(at, to, pick(r, [mark("em"), mark("strong"), mark("link", {href: "https://example.org/" + this.id()})])); break
      case "unmark": if (whole(doc, to)) tr.removeMark(at, to, pick(r, Object.values(marks))); break
      case "endnote": if (noNote) tr.insert(at, make("endnote", {id: this.id()}, schema.text("note " + this.count))); break
      case "reference": if (noNote) tr.insert(at, make("cross_reference", {target: "s1"})); break
      case "kind of block": if (noNote) tr.setBlockType(at, at, nodes[pick(r, ["heading", "paragraph", "recommendation"])]!, {id: this.id()}); break
      case "wrap": {
        const range = $at.blockRange(), wrapping = range && findWrapping(range, nodes[pick(r, ["bullet_list", "ordered_list"])]!)
        if (range && wrapping) tr.wrap(range, wrapping)
        break
      }
      case "lift": {
        const range = $at.blockRange(), target = range && liftTarget(range)
        if (range && target != null) tr.lift(range, target)
        break
      }
      case "paste": {
        const pasted = [0, 1, 2].map(() => make("paragraph", {id: this.id()}, schema.text("pasted " + this.count)))
        tr.replace(at, at, new Slice(Fragment.from(pasted), 1, 1))
        break
      }
      case "table": if ($at.depth > 1) tr.insert($at.after(2), manuscript(this.count, 2, 0).child(1).lastChild!); break
      case "attribute": if ("id" in $at.parent.attrs) tr.setNodeAttribute($at.before(), "id", this.id()); break
      case "part": tr.insert($at.after(1), manuscript(below(r, 1e6), 1, 1).firstChild!); break
      case "hide": tr.setNodeAttribute($at.before(1), "hidden", r() < .5); break
    }
  }

  private id() { return this.name + (this.count++).toString(36) }

  private inText(doc: Node): number {
    for (;;) {
      const pos = below(this.r, doc.content.size + 1)
      if (doc.resolve(pos).parent.inlineContent && whole(doc, pos)) return pos
    }
  }
}

// Each name as often as its share: people type more than they make tables.
const edits = ([
  ["type", 34], ["delete", 16], ["delete range", 5], ["split", 7], ["join", 5], ["mark", 9], ["unmark", 4], ["endnote", 5],
  ["reference", 2], ["kind of block", 4], ["wrap", 3], ["lift", 3], ["paste", 3], ["table", 1], ["attribute", 2], ["part", 1], ["hide", 1],
] as const).flatMap(([name, share]) => new Array<typeof name>(share).fill(name))

// Not between the halves of a surrogate pair, where no editor puts a cursor.
function whole(doc: Node, pos: number): boolean {
  if (pos > doc.content.size) return false
  const $pos = doc.resolve(pos), offset = $pos.textOffset
  if (!offset) return true
  const code = $pos.parent.child($pos.index()).text!.charCodeAt(offset)
  return code < 0xDC00 || code > 0xDFFF
}
