// Input methods (Chinese, Japanese, accents by a dead key) compose in a text node of their own. Left alone the browser composes
// in the node that is there, mostly the whole paragraph: where somebody else then types a word in the middle of it the node is
// drawn anew, the input method breaks off, and the letters that were to become a sign stay behind.
import {Plugin, TextSelection} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"

/** Lets input methods go on composing while others type in the same paragraph. */
export function compose(): Plugin {
  return new Plugin({props: {handleDOMEvents: {compositionstart: view => { standAlone(view) }}}})
}

// The view gives what is composed a node of its own when marks are chosen for it: those are chosen that it gets anyway. Phones
// are left out: their keyboards compose over the word before the cursor, which would be cut off.
function standAlone(view: EditorView): void {
  const {selection, storedMarks, tr} = view.state
  if (view.composing || storedMarks || !(selection instanceof TextSelection) || !selection.empty) return
  const {$from} = selection
  if ($from.parent.content.size === 0 || /Android|iPhone|iPad/.test(navigator.userAgent)) return
  view.dispatch(tr.setStoredMarks($from.marks()))
}
