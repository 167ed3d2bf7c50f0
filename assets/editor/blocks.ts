// Commands that change blocks: kinds of paragraph, lists, and what Enter and Backspace do at their edges.
import {baseKeymap, chainCommands, setBlockType, splitBlockAs} from "prosemirror-commands"
import type {Node, NodeType, ResolvedPos} from "prosemirror-model"
import {liftListItem, splitListItem, wrapInList} from "prosemirror-schema-list"
import {TextSelection, type Command, type EditorState} from "prosemirror-state"
import {schema} from "../shared/schema"

const {paragraph, heading, recommendation, list_item, bullet_list, ordered_list, part_title, hard_break} = schema.nodes as Record<string, NodeType> as {
  [name in "paragraph" | "heading" | "recommendation" | "list_item" | "bullet_list" | "ordered_list" | "part_title" | "hard_break"]: NodeType
}

/** What the cursor stands in, as the toolbar shows it. */
export type BlockKind = "paragraph" | "heading1" | "heading2" | "recommendation" | "bullet_list" | "ordered_list" | "part_title"

/** The kind of the block at the start of the selection; the innermost list wins over the paragraph in it. */
export function blockKind(state: EditorState): BlockKind {
  const {$from} = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    const name = $from.node(depth).type.name
    if (name === "bullet_list" || name === "ordered_list" || name === "recommendation" || name === "part_title") return name
    if (name === "heading") return $from.node(depth).attrs["level"] === 1 ? "heading1" : "heading2"
    if (name === "table_cell" || name === "table_header") break
  }
  return "paragraph"
}

/** The paragraph standing directly in a part that the selection begins in, with the position before it; else null. */
export function partParagraph(state: EditorState): {node: Node; pos: number} | null {
  const {$from} = state.selection
  const node = $from.depth === 2 ? $from.parent : null
  return node?.type === paragraph ? {node, pos: $from.before()} : null
}

/** The recommendation that the selection begins in, with the position before it; else null. */
export function recommendationAt(state: EditorState): {node: Node; pos: number} | null {
  const {$from} = state.selection
  return $from.parent.type === recommendation ? {node: $from.parent, pos: $from.before()} : null
}

/** Makes plain paragraphs: takes them out of a list, or changes headings and recommendations. */
export const toParagraph: Command = (state, dispatch) =>
  inList(state) ? liftListItem(list_item)(state, dispatch) : setBlockType(paragraph)(state, dispatch)

export const toHeading = (level: 1 | 2): Command => outsideLists(toggled(heading, {level}))
export const toRecommendation: Command = outsideLists(toggled(recommendation, {}))

// Pressing the button again gives the paragraph back. The id stays: references and comments hold on to it.
function toggled(type: NodeType, attrs: Record<string, unknown>): Command {
  return (state, dispatch) => {
    const {$from, from, to} = state.selection
    const back = $from.parent.type === type && Object.entries(attrs).every(([name, value]) => $from.parent.attrs[name] === value)
    const target = back ? paragraph : type, given = back ? {} : attrs
    const places: {pos: number; node: Node}[] = []
    state.doc.nodesBetween(from, to, (node, pos, parent) => {
      if (parent?.type.name === "part" && node.isTextblock && node.type !== part_title) places.push({pos, node})
      return node.type.name === "part"
    })
    if (places.length === 0) return false
    if (dispatch) {
      const tr = state.tr
      for (const {pos, node} of places) tr.setNodeMarkup(pos, target, {...given, id: node.attrs["id"]})
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

function outsideLists(command: Command): Command {
  return (state, dispatch) => !inList(state) && command(state, dispatch)
}

const inList = (state: EditorState) => listDepth(state.selection.$from) > 0

function listDepth($pos: ResolvedPos): number {
  for (let depth = $pos.depth; depth > 1; depth--) if ($pos.node(depth).type === list_item) return depth - 1
  return 0
}

/** Makes a list of the paragraphs, changes the kind of the list around, or takes the items out when it is that kind. */
export function toggleList(kind: "bullet_list" | "ordered_list"): Command {
  const type = kind === "bullet_list" ? bullet_list : ordered_list
  return (state, dispatch) => {
    const {$from} = state.selection, depth = listDepth($from)
    if (depth === 0) return wrapInList(type)(state, dispatch)
    if ($from.node(depth).type === type) return liftListItem(list_item)(state, dispatch)
    dispatch?.(state.tr.setNodeMarkup($from.before(depth), type, $from.node(depth).attrs))
    return true
  }
}

/** Numbers the paragraph of the part, or takes its number away. */
export const toggleNumbered: Command = (state, dispatch) => {
  const found = partParagraph(state)
  if (!found) return false
  dispatch?.(state.tr.setNodeAttribute(found.pos, "numbered", !found.node.attrs["numbered"]))
  return true
}

/** Says to whom a recommendation is addressed. */
export const setAddressee = (addressee: string): Command => (state, dispatch) => {
  const found = recommendationAt(state)
  if (!found) return false
  if (found.node.attrs["addressee"] !== addressee) dispatch?.(state.tr.setNodeAttribute(found.pos, "addressee", addressee))
  return true
}

export const lineBreak: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.type.contentMatch.matchType(hard_break)) return false
  dispatch?.(state.tr.replaceSelectionWith(hard_break.create()).scrollIntoView())
  return true
}

// After a part title the cursor goes into the part. After a recommendation comes another one to the same addressee,
// after an empty one a paragraph; after a paragraph one that is numbered, or not, like it.
const enterTitle: Command = (state, dispatch) => {
  const {$from} = state.selection
  if ($from.parent.type !== part_title) return false
  dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve($from.after()), 1)).scrollIntoView())
  return true
}
const enterEmptyRecommendation: Command = (state, dispatch) => {
  const found = recommendationAt(state)
  return Boolean(found && found.node.content.size === 0) && toRecommendation(state, dispatch)
}
const split = splitBlockAs((node, atEnd) => {
  // With the id twice: the plugin for ids decides which half keeps it.
  if (node.type === recommendation || node.type === paragraph) return {type: node.type, attrs: node.attrs}
  return atEnd ? {type: paragraph} : null
})

/** What Enter does. */
export const enter: Command = chainCommands(enterTitle, splitListItem(list_item), enterEmptyRecommendation, liftEmptyInCell, split)

// An empty item at the end of a list in a cell leaves the list; splitListItem does so only outside cells.
function liftEmptyInCell(state: EditorState, dispatch?: Parameters<Command>[1]): boolean {
  return inList(state) && state.selection.$from.parent.content.size === 0 && liftListItem(list_item)(state, dispatch)
}

/** What Backspace does: at the start of a heading, recommendation or list item it first makes a paragraph of it. */
export const backspace: Command = (state, dispatch, view) => {
  const {$from, empty} = state.selection
  const atStart = empty && (view ? view.endOfTextblock("backward", state) : $from.parentOffset === 0)
  if (!atStart) return false
  if ($from.parent.type === heading || $from.parent.type === recommendation) return setBlockType(paragraph, {id: $from.parent.attrs["id"]})(state, dispatch)
  if (inList(state) && $from.index(-1) === 0) return liftListItem(list_item)(state, dispatch)
  // The first block of a part stays where it is: nothing joins a part's title or the part before.
  return $from.depth === 2 && $from.index(1) <= 1 && ($from.index(1) === 0 || $from.parent.content.size > 0 || $from.node(1).childCount === 2)
}

/** ProseMirror's own keys, below ours. */
export const baseKeys = baseKeymap
