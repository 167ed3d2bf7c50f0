// The authors of the text on the page, as decorations: from the runs that the server told for a version.
import {Plugin, PluginKey, type EditorState, type Transaction} from "prosemirror-state"
import {Decoration, DecorationSet} from "prosemirror-view"

/** Who wrote what at a version, as the server tells it (collab.Authorship). */
export interface Authorship {
  readonly version: number
  readonly users: readonly string[]
  /** Lengths and indexes of users, by turns. */
  readonly runs: readonly number[]
  /** By the id of a block: an index of users, and seconds since 1970. */
  readonly touched: Readonly<Record<string, readonly [number, number]>>
}

/** A stretch of the text by one person. */
export interface Stretch {readonly from: number; readonly to: number; readonly user: string}

/** The stretches of an authorship in order. */
export function stretches({users, runs}: Authorship): Stretch[] {
  const list: Stretch[] = []
  for (let i = 0, at = 0; i + 1 < runs.length; at += runs[i]!, i += 2) list.push({from: at, to: at + runs[i]!, user: users[runs[i + 1]!]!})
  return list
}

/** How a stretch looks: a class, and words for who points at it. */
export interface Look {readonly class: string; readonly title: string}

const key = new PluginKey<DecorationSet>("authors")

/** Colours the text, or with null takes the colours away. Stretches with the same look that touch become one. */
export function paint(state: EditorState, list: readonly Stretch[] | null, look: (user: string) => Look): Transaction {
  const marks: Decoration[] = [], size = state.doc.content.size
  let from = 0, to = 0, last: Look | null = null
  const put = () => {
    if (last && to > from) marks.push(Decoration.inline(from, Math.min(to, size), {class: last.class, title: last.title}))
  }
  for (const one of list ?? []) {
    const next = look(one.user)
    if (last && next.class === last.class && next.title === last.title && one.from === to) {
      to = one.to
      continue
    }
    put()
    from = one.from
    to = one.to
    last = next
  }
  put()
  return state.tr.setMeta(key, DecorationSet.create(state.doc, marks)).setMeta("addToHistory", false)
}

/** Keeps the colours where the text goes. What is typed since has none until the server told again. */
export const colouring = (): Plugin<DecorationSet> => new Plugin<DecorationSet>({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, set) => (tr.getMeta(key) as DecorationSet | undefined) ?? set.map(tr.mapping, tr.doc),
  },
  props: {decorations: state => key.getState(state)},
})
