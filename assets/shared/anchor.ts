// Places of comments: how they move over changes, and where they stand in a document. internal/collab/anchor does the
// same on the server; testdata/anchors.json holds both to one truth.
import type {Node} from "prosemirror-model"
import type {Mappable} from "prosemirror-transform"

/** The place of a thread in one version of the text. See upr.Anchor, of which it is the form in JSON. */
export interface Anchor {
  /** Id of the block, part or endnote it was put on; that of words follows them. */
  readonly block: string
  /** On words and not on the whole block. */
  readonly ranged: boolean
  readonly from: number
  readonly to: number
  readonly quote: string
  /** The words are not in the text now. */
  readonly lost: boolean
  /** Id of the block at which it stands now, and of the part of that. */
  readonly shown: string
  readonly part: string
}

/** How many characters are quoted at most. */
export const maxQuote = 1000

/** Moves an anchor over a change: what is inserted at its edges stays outside; an emptied one becomes a point. */
export function move<A extends Anchor>(anchor: A, over: Mappable): A {
  const {from, to} = anchor
  if (from >= to) {
    const point = over.map(to, -1)
    return point === from ? anchor : {...anchor, from: point, to: point}
  }
  const end = over.map(to, -1), start = Math.min(over.map(from, 1), end)
  return start === from && end === to ? anchor : {...anchor, from: start, to: end}
}

interface Extent {readonly start: number; readonly end: number; readonly id: string; readonly part: string}
interface Block extends Extent {readonly note: boolean; readonly text: readonly {at: number; text: string}[]}
interface Run {readonly text: string; readonly at: readonly number[]}

const nothing: Run = {text: "", at: []}
const edges = /^\n+|\n+$/g
const holders = new Set(["paragraph", "heading", "recommendation", "part_title", "endnote"])

/** A text with the positions of what is in it. */
export class Places {
  private readonly blocks: Block[] = []
  private readonly byId = new Map<string, Extent>()
  private readonly parts: Extent[] = []

  constructor(doc: Node) { this.add(doc, 0, {id: "", part: ""}) }

  private add(parent: Node, start: number, around: {id: string; part: string}): void {
    parent.forEach((node, offset) => {
      if (node.isLeaf) return
      const at = start + offset, own = String(node.attrs["id"] ?? "")
      const id = own || around.id, part = node.type.name === "part" ? id : around.part
      const inside = {start: at + 1, end: at + node.nodeSize - 1, id, part}
      if (node.type.name === "part") this.parts.push(inside)
      if (own && !this.byId.has(own)) this.byId.set(own, inside)
      if (holders.has(node.type.name)) this.blocks.push({...inside, note: node.type.name === "endnote", text: texts(node, at + 1)})
      this.add(node, at + 1, inside)
    })
  }

  /** Where an anchor stands: see Document.Settle of the server. */
  settle<A extends Anchor>(given: A): A {
    let a = given.ranged ? this.settleRange(given) : given
    const home = this.byId.get(a.block)
    if (!a.ranged) a = change(a, home ? {from: home.start, to: home.start} : {to: a.from})
    return change(a, home ? {shown: a.block, part: home.part} : this.before(a.from))
  }

  private settleRange<A extends Anchor>(a: A): A {
    const covered = a.from < a.to ? this.between(a.from, a.to) : nothing, text = covered.text.replace(edges, "")
    const found = text && isQuoted(text, a.quote) ? null : this.find(a, text !== "")
    if (!text && !found) return change(a, {lost: true, from: a.to})
    // A split at its edge leaves a range reaching into a block that has none of its words.
    const characters = covered.at.filter(pos => pos >= 0)
    const {from, to} = found ?? {from: characters[0]!, to: characters.at(-1)! + 1}
    return change(a, {from, to, lost: false, block: this.innermost(from)?.id ?? a.block})
  }

  /** The words of a range; blocks are parted by line ends, notes left out unless the range is inside of one. */
  textBetween(from: number, to: number): string { return this.between(from, to).text.replace(edges, "") }

  /** The id of the block that a position stands in, before a character of it. */
  blockAt(pos: number): string | null { return this.innermost(pos)?.id ?? null }

  private innermost(pos: number): Block | undefined {
    for (let i = this.last(pos); i >= 0; i--) {
      const block = this.blocks[i]!
      if (pos < block.end) return block
      // Of blocks that are no notes none is inside of another.
      if (!block.note) return undefined
    }
    return undefined
  }

  // The last block that begins at a position or before it; -1 when none does.
  private last(pos: number): number {
    let low = 0, high = this.blocks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.blocks[middle]!.start <= pos) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  private between(from: number, to: number): Run {
    const inside = this.innermost(from), note = inside?.note && to <= inside.end ? inside : null, at: number[] = []
    let text = "", first = true, i = Math.max(0, this.last(from))
    while (i > 0 && this.blocks[i]!.note) i--
    for (; i < this.blocks.length && this.blocks[i]!.start <= to; i++) {
      const block = this.blocks[i]!
      if (block.end < from || (note ? block !== note : block.note)) continue
      if (!first) {
        text += "\n"
        at.push(-1)
      }
      first = false
      for (const piece of block.text) {
        const cut = piece.text.slice(Math.max(0, from - piece.at), Math.max(0, to - piece.at))
        for (let i = 0; i < cut.length; i++) at.push(Math.max(piece.at, from) + i)
        text += cut
      }
    }
    return {text, at}
  }

  // Looks for the quote in the block of an anchor; one of several blocks in their part.
  private find(a: Anchor, touching: boolean): {from: number; to: number} | null {
    const block = this.byId.get(a.block), scope = block && a.quote.includes("\n") ? this.byId.get(block.part) : block
    if (!scope || !a.quote) return null
    const {text, at} = this.between(scope.start, scope.end)
    let best: {from: number; to: number} | null = null
    for (let i = text.indexOf(a.quote); i >= 0; i = text.indexOf(a.quote, i + 1)) {
      const from = at[i]!, to = at[i + a.quote.length - 1]! + 1
      if (from < 0 || to <= 0 || touching && (from > a.to || to < a.from)) continue
      if (!best || Math.abs(from - a.from) < Math.abs(best.from - a.from)) best = {from, to}
    }
    return best
  }

  // The block at a position, or the nearest one before it in the same part.
  private before(pos: number): {shown: string; part: string} {
    let part = this.parts[0]!
    for (const one of this.parts) if (one.start <= pos) part = one
    let shown = part.id
    for (const block of this.blocks) if (block.part === part.id && !block.note && block.start <= pos) shown = block.id
    return {shown, part: part.id}
  }
}

function texts(block: Node, start: number): {at: number; text: string}[] {
  const list: {at: number; text: string}[] = []
  block.forEach((child, offset) => { if (child.isText) list.push({at: start + offset, text: child.text!}) })
  return list
}

const isQuoted = (text: string, quote: string) => text === quote || ([...quote].length === maxQuote && text.startsWith(quote))

/** The first characters of words, as a thread quotes them. */
export const quoted = (text: string) => [...text].slice(0, maxQuote).join("")

// The same object when nothing changed, so that who holds it sees that.
function change<A extends Anchor>(a: A, values: Partial<Anchor>): A {
  const same = (Object.keys(values) as (keyof Anchor)[]).every(key => a[key] === values[key])
  return same ? a : {...a, ...values}
}
