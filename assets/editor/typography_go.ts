// Shows a stretch of the text, also inside an endnote.
import {TextSelection} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {openNote} from "./notes"

/** Selects a stretch and scrolls to it; one inside a note opens the note. */
export function goToPosition(editor: EditorView, from: number, to: number): void {
  editor.focus()
  const {tr} = editor.state, $from = tr.doc.resolve(from)
  if ($from.parent.type.name === "endnote") {
    openNote($from.before())(editor.state, editor.dispatch)
    return
  }
  editor.dispatch(tr.setSelection(TextSelection.create(tr.doc, from, to)).scrollIntoView())
}
