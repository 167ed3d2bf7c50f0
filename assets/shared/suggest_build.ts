// The steps of a suggestion: inline content that comes and goes, and blocks that are split and joined.
import {Fragment, Slice, type Mark, type Node, type ResolvedPos} from "prosemirror-model"
import {type Transaction} from "prosemirror-state"
import {AddMarkStep, AddNodeMarkStep, RemoveNodeMarkStep, ReplaceStep} from "prosemirror-transform"
import {deletion, insertion, isSuggestion, join, markOf, NoSuggestion, split, type Kept, type Who} from "./suggest_marks"
import {type Range} from "./suggest_ranges"
import {canFold, joinedMarks} from "./suggest_settle"

/** What a suggestion is written with. Ranges are done from the last to the first, so that positions before them hold. */
export interface Pen {
  readonly tr: Transaction
  readonly before: Node
  readonly after: Node
  readonly who: Who
  readonly newId: () => string
  /** The ids that stand in the text before. */
  readonly ids: ReadonlySet<string>
}

/** Content as it is inserted: new, with no suggestion of others on it, and with ids of its own. */
function fresh(pen: Pen, content: Fragment, mark: Mark | null): Fragment {
  const list: Node[] = []
  content.forEach(node => {
    const plain = node.marks.filter(one => !isSuggestion(one)), marks = mark ? mark.addToSet(plain) : plain
    if (node.isText) return void list.push(node.mark(marks))
    list.push(node.type.create(freshAttrs(pen, node), fresh(pen, node.content, null), marks))
  })
  return Fragment.fromArray(list)
}

function freshAttrs(pen: Pen, node: Node) {
  const id = node.attrs["id"] as unknown
  return typeof id === "string" && (id === "" || pen.ids.has(id)) ? {...node.attrs, id: pen.newId()} : node.attrs
}

// What is typed or deleted beside an own suggestion of the same kind goes on with it, and what is typed in an own new note
// belongs to that.
function neighbour({who}: Pen, $at: ResolvedPos, kind: typeof insertion): Who {
  for (const node of [$at.nodeBefore, $at.nodeAfter, $at.parent]) {
    const mark = node && markOf(node.marks, kind, who.user)
    if (mark) return mark.attrs as Who
  }
  return who
}

/** Inserts inline content at a position. */
export function insertInline(pen: Pen, pos: number, content: Fragment) {
  if (!content.size) return
  const mark = insertion.create(neighbour(pen, pen.tr.doc.resolve(pos), insertion))
  pen.tr.step(new ReplaceStep(pos, pos, new Slice(fresh(pen, content, mark), 0, 0)))
}

/** Deletes what stands between two positions of one line of text: own insertions really, the rest by a mark. */
export function deleteInline(pen: Pen, from: number, to: number) {
  const {tr, who} = pen, $from = tr.doc.resolve(from), parent = $from.parent, start = $from.start()
  let own: Who = who
  const pieces: {from: number; to: number; node: Node}[] = []
  parent.forEach((node, offset) => {
    const a = Math.max(from, start + offset), b = Math.min(to, start + offset + node.nodeSize)
    if (a < b) pieces.push({from: a, to: b, node})
  })
  if (pieces.length) own = neighbour(pen, tr.doc.resolve(to), deletion)
  if (own === who && pieces.length) own = neighbour(pen, $from, deletion)
  for (const piece of pieces.reverse()) {
    if (markOf(piece.node.marks, insertion, who.user)) tr.step(new ReplaceStep(piece.from, piece.to, Slice.empty))
    else if (deletion.isInSet(piece.node.marks)) continue
    else if (piece.node.isLeaf || piece.node.isText) tr.step(new AddMarkStep(piece.from, piece.to, deletion.create(own)))
    // Not with a mark step over the range, which would mark the text in the note as well.
    else tr.step(new AddNodeMarkStep(piece.from, deletion.create(own)))
  }
}

/** The blocks of a region before and after, and what of the first and the last of them is not part of the change. */
interface Region {
  readonly old: readonly Node[]
  readonly next: readonly Node[]
  /** Position before the first old block. */
  readonly at: number
  readonly from: number
  readonly to: number
  /** What was inserted in each of the next blocks. */
  readonly texts: readonly Fragment[]
}

/** Suggests a change over several blocks of one parent, at a depth. */
export function blockChange(pen: Pen, range: Range, depth: number) {
  const region = findRegion(pen, range, depth)
  const host = findHost(region)
  if (!host) throw new NoSuggestion("kind")
  const {place, kept} = host, {next, texts, old, from, to} = region
  insertAfter(pen, to, next.slice(place + 1), texts.slice(place))
  deleteBlocks(pen, region, kept)
  if (place > 0) insertBefore(pen, region.at, old[0]!, next.slice(0, place), texts.slice(0, place), from)
}

function findRegion(pen: Pen, {fromA, toA, fromB, toB}: Range, depth: number): Region {
  const $fromA = pen.before.resolve(fromA), $toA = pen.before.resolve(toA), $fromB = pen.after.resolve(fromB), $toB = pen.after.resolve(toB)
  const parent = $fromA.node(depth), now = $fromB.node(depth)
  requireParent(parent)
  const indexes = ($from: ResolvedPos, $to: ResolvedPos) => [$from.index(depth), $to.depth > depth ? $to.index(depth) + 1 : $to.index(depth)] as const
  let [a, b] = indexes($fromA, $toA), [c, d] = indexes($fromB, $toB)
  let from = fromA, to = toA, fromNext = fromB, toNext = toB
  const whole = $fromA.depth === depth && $toA.depth === depth
  if (a >= b || c >= d || whole) {
    // Whole blocks come or go: a neighbour is taken in, to which or from which they are joined or split.
    if (a > 0 && canFold(parent.child(a - 1))) {
      a--
      c--
      if ($fromA.depth === depth) { from--; fromNext-- }
    } else if (b < parent.childCount && canFold(parent.child(b))) {
      b++
      d++
      if ($toA.depth === depth) { to++; toNext++ }
    } else throw new NoSuggestion("kind")
  }
  const children = (node: Node, first: number, end: number) => Array.from({length: end - first}, (_, i) => node.child(first + i))
  const old = children(parent, a, b), next = children(now, c, d)
  requireBlocks([...old, ...next])
  const at = $fromA.start(depth) + offsetOf(parent, a)
  // Ranges that begin or end between blocks begin or end with the text of the block there.
  if (pen.before.resolve(from).depth === depth) { from++; fromNext++ }
  if (pen.before.resolve(to).depth === depth) { to--; toNext-- }
  const $ends = [pen.before.resolve(from), pen.before.resolve(to), pen.after.resolve(fromNext), pen.after.resolve(toNext)]
  if ($ends.some($pos => $pos.depth !== depth + 1)) throw new NoSuggestion("kind")
  const beginNow = $fromB.start(depth) + offsetOf(now, c)
  return {old, next, at, from, to, texts: textsOf(next, beginNow, fromNext, toNext)}
}

// The inline content between two positions, for each block.
function textsOf(blocks: readonly Node[], begin: number, from: number, to: number): Fragment[] {
  let pos = begin
  return blocks.map(block => {
    const inside = pos + 1, a = Math.max(0, from - inside), b = Math.min(block.content.size, to - inside)
    pos += block.nodeSize
    return a < b ? block.content.cut(a, b) : Fragment.empty
  })
}

function requireParent({type: {name}}: Node) {
  if (name === "part" || name === "list_item" || name === "table_cell" || name === "table_header") return
  throw new NoSuggestion(name === "doc" ? "part" : name.startsWith("table") ? "table" : "list")
}

// The title of a part can be there as the neighbour of what cannot be suggested: then that is the reason.
function requireBlocks(blocks: readonly Node[]) {
  const odd = blocks.filter(node => !canFold(node)).map(node => node.type.name)
  if (!odd.length) return
  const name = odd.find(one => one !== "part_title")
  throw new NoSuggestion(!name ? "title" : name === "table" ? "table" : "list")
}

// Which of the next blocks the old ones become, joined: one that is what one of them was. Where a block was split at its
// very beginning the text keeps its block, and the empty one before it is new.
function findHost({old, next, at, from}: Region): {place: number; kept: number} | null {
  let found: {place: number; kept: number} | null = null
  next.forEach((block, place) => {
    const kept = old.findIndex(was => sameMarkup(was, block))
    if (kept < 0 || (place > 0 && from !== at + 1)) return
    const better = !found || (place > 0 && next[found.place]!.content.size === 0 && block.content.size > 0)
    if (better) found = {place, kept}
  })
  return found
}

const sameMarkup = (a: Node, b: Node) => a.type === b.type && Object.keys(a.attrs).every(name => a.attrs[name] === b.attrs[name])

// Splits the block at a position: the first text goes into it, the blocks after it follow.
function insertAfter(pen: Pen, pos: number, blocks: readonly Node[], texts: readonly Fragment[]) {
  if (!blocks.length) return insertInline(pen, pos, texts[0]!)
  const mark = insertion.create(neighbour(pen, pen.tr.doc.resolve(pos), insertion)), who = mark.attrs as Who
  const open = pen.tr.doc.resolve(pos).parent.type.create(null, fresh(pen, texts[0]!, mark))
  const list = blocks.map((block, i) =>
    block.type.create(freshAttrs(pen, block), fresh(pen, texts[i + 1]!, mark), [split.create({...who, kept: "before"})]))
  pen.tr.step(new ReplaceStep(pos, pos, new Slice(Fragment.fromArray([open, ...list]), 1, 1)))
}

// Puts blocks before the first old one. One step with the beginning of that one: between two there would be a block that
// nobody suggested. The boundary before the old block is now before the first new one, and takes its suggestions along.
function insertBefore(pen: Pen, at: number, old: Node, blocks: readonly Node[], texts: readonly Fragment[], from: number) {
  if (from !== at + 1) throw new NoSuggestion("kind")
  const {who} = pen, mark = insertion.create(who), marks = pen.tr.doc.nodeAt(at)!.marks
  const list = blocks.map((block, i) => block.type.create(freshAttrs(pen, block), fresh(pen, texts[i]!, mark), i ? [split.create({...who, kept: "before"})] : marks))
  const again = old.type.create(old.attrs, null, [split.create({...who, kept: "after"})])
  pen.tr.step(new ReplaceStep(at, at + 1, new Slice(Fragment.fromArray([...list, again]), 0, 1)))
}

// Deletes the text between from and to, and the boundaries between the old blocks, from the last to the first.
function deleteBlocks(pen: Pen, {old, at, from, to}: Region, kept: number) {
  const begins: number[] = []
  let pos = at
  for (const block of old) {
    begins.push(pos)
    pos += block.nodeSize
  }
  for (let i = old.length - 1; i >= 0; i--) {
    const inside = begins[i]! + 1, end = inside + old[i]!.content.size
    deleteInline(pen, Math.max(from, inside), Math.min(to, end))
    if (i > 0) deleteBoundary(pen, begins[i]!, i <= kept ? "after" : "before")
  }
}

function deleteBoundary({tr, who}: Pen, pos: number, kept: Kept) {
  const {marks} = tr.doc.nodeAt(pos)!, own = markOf(marks, split, who.user)
  if (own) return joinAt(tr, pos, own.attrs["kept"] as Kept)
  const present = join.isInSet(marks)
  if (!present) return void tr.step(new AddNodeMarkStep(pos, join.create({...who, kept})))
  const mine = markOf(marks, join, who.user)
  if (!mine || mine.attrs["kept"] === kept) return
  tr.step(new RemoveNodeMarkStep(pos, mine))
  tr.step(new AddNodeMarkStep(pos, join.create({...mine.attrs, kept})))
}

/** Joins the block at a position with the one before it, which may take over what kind of block it is. */
export function joinAt(tr: Transaction, pos: number, kept: Kept) {
  const $pos = tr.doc.resolve(pos), before = $pos.nodeBefore!, after = $pos.nodeAfter!
  tr.step(new ReplaceStep(pos - 1, pos + 1, Slice.empty, true))
  if (kept === "after") tr.setNodeMarkup(pos - before.nodeSize, after.type, after.attrs, joinedMarks(before.marks, kept))
}

function offsetOf(node: Node, index: number): number {
  let offset = 0
  for (let i = 0; i < index; i++) offset += node.child(i).nodeSize
  return offset
}
