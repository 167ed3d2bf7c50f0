// Everything a person can do to the text with a button or a key, in one list: the toolbar, the keys and the help for the
// keys are made from it, so that none of them can tell another story.
import {redo, undo} from "prosemirror-history"
import type {Command, EditorState} from "prosemirror-state"
import {isInTable} from "prosemirror-tables"
import type {EditorView} from "prosemirror-view"
import {blockKind, partParagraph, toggleList, toggleNumbered, toHeading, toParagraph, toRecommendation, type BlockKind} from "./blocks"
import {commentOnSelection, shownComments} from "./comments_plugin"
import {insertEndnote, linkAt, markOn, toggleEm, toggleStrong} from "./inline"
import {suggesting, toggleSuggesting} from "./suggesting"
import {insertTable} from "./tables"

/** One thing to do. name is the end of its message keys: "action.NAME" and, shorter, "button.NAME". */
export interface Action {
  readonly name: string
  /** The group of buttons it stands in. */
  readonly group: "history" | "block" | "list" | "mark" | "insert" | "tool"
  /** In ProseMirror's notation; the first is shown, all work. */
  readonly keys: readonly string[]
  readonly run: (view: EditorView) => void
  readonly enabled: (state: EditorState) => boolean
  /** For things that are on or off. */
  readonly pressed?: (state: EditorState) => boolean
}

/** What needs more than a command: dialogs and panels of the page. */
export interface Panels {
  readonly link: (view: EditorView) => void
  readonly reference: (view: EditorView) => void
  readonly note: (view: EditorView) => void
  readonly find: (view: EditorView) => void
  readonly help: (view: EditorView) => void
}

// prosemirror-history has thrown after merges that it did not foresee; a key that does nothing is better than a dead page.
const guarded = (command: Command): Command => (state, dispatch, view) => {
  try {
    return command(state, dispatch, view)
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
export const safeUndo = guarded(undo)
export const safeRedo = guarded(redo)

/** Runs a command on the view. */
export const perform = (view: EditorView, command: Command) => {
  command(view.state, view.dispatch, view)
  view.focus()
}

/** Makes the list of actions. */
export function actions(panels: Panels): readonly Action[] {
  const of = (name: string, group: Action["group"], keys: string[], command: Command, pressed?: Action["pressed"]): Action => ({
    name, group, keys, run: view => perform(view, command), enabled: state => command(state), ...(pressed ? {pressed} : {}),
  })
  const is = (kind: BlockKind) => (state: EditorState) => blockKind(state) === kind
  const always = () => true
  const writable = (state: EditorState) => insertEndnote(state)
  return [
    of("undo", "history", ["Mod-z"], safeUndo),
    of("redo", "history", ["Mod-y", "Shift-Mod-z"], safeRedo),
    of("paragraph", "block", ["Mod-Alt-0"], toParagraph, is("paragraph")),
    of("heading1", "block", ["Mod-Alt-1"], toHeading(1), is("heading1")),
    of("heading2", "block", ["Mod-Alt-2"], toHeading(2), is("heading2")),
    of("recommendation", "block", ["Mod-Alt-3"], toRecommendation, is("recommendation")),
    of("numbered", "block", ["Mod-Alt-4"], toggleNumbered, state => Boolean(partParagraph(state)?.node.attrs["numbered"])),
    of("bullets", "list", ["Shift-Mod-8"], toggleList("bullet_list"), is("bullet_list")),
    of("numbers", "list", ["Shift-Mod-7"], toggleList("ordered_list"), is("ordered_list")),
    of("strong", "mark", ["Mod-b"], toggleStrong, state => markOn(state, "strong")),
    of("em", "mark", ["Mod-i"], toggleEm, state => markOn(state, "em")),
    {name: "link", group: "mark", keys: ["Mod-k"], run: panels.link, enabled: state => linkAt(state) !== null || writable(state), pressed: state => linkAt(state) !== null},
    {name: "note", group: "insert", keys: ["Mod-Alt-d"], run: panels.note, enabled: writable},
    {name: "reference", group: "insert", keys: ["Mod-Alt-r"], run: panels.reference, enabled: writable},
    {name: "table", group: "insert", keys: ["Mod-Alt-t"], run: view => perform(view, insertTable(3, 3)), enabled: state => !isInTable(state) && insertTable(3, 3)(state)},
    of("suggest", "tool", ["Mod-Alt-s"], toggleSuggesting, suggesting),
    {name: "comment", group: "tool", keys: ["Mod-Alt-m"], run: commentOnSelection, enabled: state => shownComments(state).able},
    {name: "find", group: "tool", keys: ["Mod-f"], run: panels.find, enabled: always},
    {name: "help", group: "tool", keys: ["Mod-/"], run: panels.help, enabled: always},
  ]
}

/** A key in the words of the keyboard at hand: "Ctrl+Alt+1", on a Mac "⌘⌥1". */
export function keyLabel(key: string, mac: boolean): string {
  const parts = key.split("-")
  const last = parts.pop()!
  const names: Record<string, string> = mac ? {Mod: "⌘", Alt: "⌥", Shift: "⇧"} : {Mod: "Ctrl", Alt: "Alt", Shift: "Shift"}
  return [...parts.sort().reverse().map(part => names[part] ?? part), last.length === 1 ? last.toUpperCase() : last].join(mac ? "" : "+")
}
/** The same for the attribute aria-keyshortcuts. */
export const ariaKey = (key: string, mac: boolean) => key.replace("Mod", mac ? "Meta" : "Control").replace(/-/g, "+")

/** Whether this is a Mac keyboard, as prosemirror-keymap decides it. */
export const onMac = (): boolean => /Mac|iP(hone|[oa]d)/.test(navigator.platform)
