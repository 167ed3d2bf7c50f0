// The mode in which what one writes is a suggestion: a switch for those who may edit, fixed for those who may only
// suggest. Every change of the person goes through here before it is applied.
import {isHistoryTransaction} from "prosemirror-history"
import {Fragment, Slice, type Node} from "prosemirror-model"
import {Plugin, PluginKey, type Command, type EditorState, type Transaction} from "prosemirror-state"
import {collabKey} from "../shared/collab"
import {newBlockId} from "../shared/ids"
import {suggest} from "../shared/suggest"
import {cleanInherited} from "../shared/suggest_clean"
import {deletion, hasSuggestions, isSuggestion, settledMeta, type Unsuitable} from "../shared/suggest_marks"
import {changedRanges} from "../shared/suggest_ranges"
import {ownOnly, passOver} from "./suggesting_undo"

/** How one writes: on is the mode, fixed when the person cannot leave it. */
interface Mode { readonly on: boolean; readonly fixed: boolean }

const modeKey = new PluginKey<Mode>("suggesting")

/** Whether what is written now is a suggestion. */
export const suggesting = (state: EditorState): boolean => modeKey.getState(state)?.on ?? false

/** Whether the person may only suggest: then nothing else may be changed on the way, not even to mend it. */
export const onlySuggests = (state: EditorState): boolean => modeKey.getState(state)?.fixed ?? false

/** Goes to the other mode. Not for those who may only suggest. */
export const toggleSuggesting: Command = (state, dispatch) => {
  const mode = modeKey.getState(state)
  if (!mode || mode.fixed) return false
  dispatch?.(state.tr.setMeta(modeKey, {on: !mode.on, fixed: false}).setMeta("addToHistory", false))
  return true
}

/** Makes suggesting the only way to write, or no longer. */
export const fixSuggesting = (state: EditorState, fixed: boolean): Transaction | null => {
  const mode = modeKey.getState(state)
  return mode && mode.fixed !== fixed ? state.tr.setMeta(modeKey, {on: fixed, fixed}).setMeta("addToHistory", false) : null
}

/** The plugin: keeps the mode, and keeps suggestions out of the clipboard. */
export function suggestingMode(fixed: () => boolean): Plugin<Mode> {
  return new Plugin<Mode>({
    key: modeKey,
    state: {
      init: () => ({on: fixed(), fixed: fixed()}),
      apply: (tr, mode) => (tr.getMeta(modeKey) as Mode | undefined) ?? mode,
    },
    props: {
      attributes: state => ({class: suggesting(state) ? "suggesting" : ""}),
      transformCopied: copied,
    },
  })
}

/** What is copied: the text as it reads with the suggestions, without what is to go. */
export function copied(slice: Slice): Slice {
  const clean = (content: Fragment): Fragment => {
    const list: Node[] = []
    content.forEach(node => {
      if (node.isInline && deletion.isInSet(node.marks)) return
      const inner = hasSuggestions(node) && !node.isText ? node.copy(clean(node.content)) : node
      list.push(inner.mark(node.marks.filter(mark => !isSuggestion(mark))))
    })
    return Fragment.fromArray(list)
  }
  return new Slice(clean(slice.content), slice.openStart, slice.openEnd)
}

/**
 * What a change of the person becomes in the present mode: itself, a suggestion, or nothing, with the reason told. An
 * endnote is edited in a state of its own, in the mode of the text.
 */
export function asSuggested(
  tr: Transaction, state: EditorState, user: string, refused: (reason: Unsuitable) => void, on = suggesting(state),
): Transaction | null {
  if (isHistoryTransaction(tr) && onlySuggests(state) && !ownOnly(tr, state, user)) {
    refused("decided")
    return passOver(tr, state)
  }
  const own = tr.docChanged && tr.getMeta(collabKey) === undefined && !tr.getMeta(settledMeta) && !isHistoryTransaction(tr)
  if (!own) return tr
  if (!on) return plain(tr, state)
  const result = suggest(state, tr, {id: newBlockId(), user, at: Math.floor(Date.now() / 1000)}, newBlockId)
  if ("tr" in result) return result.tr
  refused(result.refused)
  return null
}

function plain(tr: Transaction, state: EditorState): Transaction {
  if (!hasSuggestions(state.doc)) return tr
  const steps = tr.steps.length, {storedMarks, storedMarksSet} = tr
  cleanInherited(tr, state.doc, changedRanges(tr.mapping.maps))
  return tr.steps.length > steps && storedMarksSet ? tr.setStoredMarks(storedMarks) : tr
}
