// Where comments stand in the text as it is on this page: their places follow every change, one's own and those of
// others, and what the server tells is taken over as soon as this page has the version that it is told for.
import {NodeSelection, Plugin, PluginKey, type EditorState, type Transaction} from "prosemirror-state"
import {Decoration, DecorationSet, type EditorView} from "prosemirror-view"
import {move, Places, quoted, type Anchor} from "../shared/anchor"
import {collabKey, collabState} from "../shared/collab"
import type {CollabState} from "../shared/pending"
import {readingKey} from "./comments_reading"
import {Passed} from "./comments_versions"

/** Places by the id of their thread. */
export type Anchors = ReadonlyMap<string, Anchor>

/** What the plugin knows. */
export interface Shown {
  readonly anchors: Anchors
  /** Which threads are marked in the text. */
  readonly marked: ReadonlySet<string>
  /** The thread that is looked at. */
  readonly current: string | null
  /** The place of a comment that is being written, and how often one was begun. */
  readonly draft: Anchor | null
  readonly begun: number
  /** The thread that was asked for last from the text, whether the focus is to go there, and how often one was. */
  readonly picked: {readonly id: string; readonly focus: boolean} | null
  readonly picks: number
  /** The person may comment. */
  readonly able: boolean
  /** Told by the server for a version that this page does not have yet. */
  readonly waiting: {readonly version: number; readonly anchors: Anchors} | null
  /** What was told could not be placed: ask again. */
  readonly stale: boolean
  readonly passed: Passed
  readonly decorations: DecorationSet
}

type Change = Partial<Pick<Shown, "marked" | "current" | "draft" | "able" | "waiting">> & {readonly begin?: Anchor; readonly pick?: Shown["picked"]}

const none: Shown = {
  anchors: new Map(), marked: new Set(), current: null, draft: null, begun: 0, picked: null, picks: 0, able: false, waiting: null, stale: false,
  passed: new Passed(), decorations: DecorationSet.empty,
}

export const commentsKey = new PluginKey<Shown>("comments")

/** What is known in a state. */
export const shownComments = (state: EditorState): Shown => commentsKey.getState(state) ?? none

/** Makes the plugin. */
export function commentsPlugin(): Plugin<Shown> {
  return new Plugin<Shown>({
    key: commentsKey,
    state: {
      init: () => none,
      apply(tr, before, old, state) {
        const was = collabKey.getState(old)!, now = (tr.getMeta(collabKey) as CollabState | undefined) ?? was
        const change = tr.getMeta(commentsKey) as Change | undefined
        const moved = tr.docChanged ? follow(before, tr) : before
        let next: Shown = {...moved, ...change, passed: before.passed.after(tr, was, now)}
        if (change?.begin) next = {...next, draft: change.begin, begun: next.begun + 1}
        if (change?.pick) next = {...next, picked: change.pick, picks: next.picks + 1}
        next = adopt(next, tr, now)
        const drawn = tr.docChanged || change || next.anchors !== before.anchors
        return drawn ? {...next, decorations: decorate(state, next)} : next
      },
    },
    props: {
      decorations: state => commentsKey.getState(state)?.decorations,
      // Who may not write gets there with the keyboard all the same.
      attributes: {tabindex: "0"},
      handleDOMEvents: {keydown: (view, event) => readingKey(view, event, commentOnSelection)},
      // Who clicks into marked words goes on writing there, with the thread in view.
      handleClick(view, _pos, event) {
        const id = (event.target as Element).closest?.("[data-comment]")?.getAttribute("data-comment")
        if (id) view.dispatch(tellComments(view.state, {pick: {id, focus: false}}))
        return false
      },
    },
  })
}

// Moves all places over a transaction.
function follow(shown: Shown, tr: Transaction): Shown {
  if (!shown.anchors.size && !shown.draft) return shown
  const places = new Places(tr.doc), settle = (anchor: Anchor) => places.settle(move(anchor, tr.mapping))
  const anchors = new Map([...shown.anchors].map(([id, anchor]) => [id, settle(anchor)]))
  return {...shown, anchors, draft: shown.draft && settle(shown.draft)}
}

// Takes over what the server told, when this page has that version or a later one.
function adopt(shown: Shown, tr: Transaction, now: CollabState): Shown {
  const {waiting} = shown
  if (!waiting || waiting.version > now.version) return shown
  const maps = shown.passed.between(waiting.version, now.version)
  if (!maps) return {...shown, waiting: null, stale: true}
  // What is pending lies on top of what is confirmed.
  const own = now.pending.map(one => one.step.getMap()), places = new Places(tr.doc)
  const place = (anchor: Anchor) => places.settle([...maps, ...own].reduce((at, map) => move(at, map), anchor))
  return {...shown, waiting: null, stale: false, anchors: new Map([...waiting.anchors].map(([id, anchor]) => [id, place(anchor)]))}
}

function decorate(state: EditorState, {anchors, marked, current, draft}: Shown): DecorationSet {
  const list: Decoration[] = []
  const mark = (anchor: Anchor, attrs: Record<string, string>) => {
    if (!anchor.ranged || anchor.lost || anchor.from >= anchor.to || anchor.to > state.doc.content.size) return
    const $from = state.doc.resolve(anchor.from)
    // The words of a note are not drawn in the line: its mark stands for them.
    if ($from.parent.type.name === "endnote") list.push(Decoration.node($from.before(), $from.after(), attrs))
    else list.push(Decoration.inline(anchor.from, anchor.to, attrs))
  }
  for (const id of marked) {
    const anchor = anchors.get(id)
    if (anchor) mark(anchor, {class: id === current ? "commented commented-here" : "commented", "data-comment": id})
  }
  if (draft) mark(draft, {class: "commented commented-draft"})
  return DecorationSet.create(state.doc, list)
}

/** A transaction that changes what the plugin knows, and nothing of the text. */
export const tellComments = (state: EditorState, change: Change): Transaction =>
  state.tr.setMeta(commentsKey, change).setMeta("addToHistory", false)

/** Hands over the places of threads at a version, as the server told them. */
export const placeComments = (state: EditorState, version: number, anchors: Anchors): Transaction =>
  tellComments(state, {waiting: {version, anchors}})

/** A range of the text, or the id of a block, a part or an endnote. */
export type Place = {readonly from: number; readonly to: number} | {readonly block: string}

/**
 * Begins a comment: the panel opens with an empty field that has the focus. On a range without words, the block around it
 * is meant. Returns false, and does nothing, for somebody who may not comment and for a place that has no block.
 */
export function commentOn(view: EditorView, place: Place): boolean {
  const {state} = view
  if (!shownComments(state).able) return false
  const begin = anchorAt(state, place)
  if (begin) view.dispatch(tellComments(state, {begin}))
  return begin !== null
}

/** The place that commentOn means. */
export function anchorAt(state: EditorState, place: Place): Anchor | null {
  const places = new Places(state.doc), blank = {from: 0, to: 0, quote: "", lost: false, shown: "", part: ""}
  if ("block" in place) return places.settle({...blank, block: place.block, ranged: false})
  const quote = quoted(places.textBetween(place.from, place.to))
  if (place.from < place.to && quote) {
    return places.settle({...blank, ...place, block: places.blockAt(place.from) ?? "", ranged: true, quote})
  }
  const $from = state.doc.resolve(place.from), after = $from.nodeAfter
  if (after?.type.name === "endnote" && place.to === place.from + after.nodeSize) return anchorAt(state, {block: after.attrs["id"] as string})
  for (let depth = $from.depth; depth > 0; depth--) {
    const id = $from.node(depth).attrs["id"] as string | undefined
    if (id) return anchorAt(state, {block: id})
  }
  return null
}

/** Begins a comment on the selection; with nothing selected, goes to the thread on the words at the cursor, if there is one. */
export function commentOnSelection(view: EditorView): boolean {
  const {from, to, empty} = view.state.selection, shown = shownComments(view.state)
  const here = empty || view.state.selection instanceof NodeSelection
    ? [...shown.marked].find(id => {
      const anchor = shown.anchors.get(id)
      return anchor && anchor.from < anchor.to && anchor.from <= from && to <= anchor.to
    }) : undefined
  if (here === undefined) return commentOn(view, {from, to})
  view.dispatch(tellComments(view.state, {pick: {id: here, focus: true}}))
  return true
}

/** Whether everything typed on this page is confirmed: then a place in it is one that the server knows. */
export const confirmed = (state: EditorState): number | null => {
  const {pending, version} = collabState(state)
  return pending.length === 0 ? version : null
}
