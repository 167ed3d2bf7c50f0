// The keys: those of the actions, and those of editing itself.
import {chainCommands} from "prosemirror-commands"
import {keymap} from "prosemirror-keymap"
import {sinkListItem, liftListItem} from "prosemirror-schema-list"
import {Plugin, type Command} from "prosemirror-state"
import {goToNextCell} from "prosemirror-tables"
import {schema} from "../shared/schema"
import type {Action} from "./actions"
import {backspace, baseKeys, enter, lineBreak} from "./blocks"
import {selectedEndnote} from "./inline"
import {emptySelection} from "./parts"

const item = schema.nodes["list_item"]!

/** The key maps, in the order in which they are asked. */
export function keys(actions: readonly Action[], openNote: Command, leave: () => void): Plugin[] {
  const bound: Record<string, Command> = {}
  for (const action of actions) {
    for (const key of action.keys) {
      bound[key] = (state, _dispatch, view) => {
        if (view && action.enabled(state)) action.run(view)
        // The key is ours also when there is nothing to do: the browser's own meaning would surprise.
        return true
      }
    }
  }
  const openSelectedNote: Command = (state, dispatch, view) => selectedEndnote(state) !== null && openNote(state, dispatch, view)
  return [
    tabs(leave),
    keymap(bound),
    keymap({
      "Enter": chainCommands(openSelectedNote, emptySelection, enter),
      "Space": openSelectedNote,
      "Shift-Enter": lineBreak,
      "Mod-Enter": lineBreak,
      "Backspace": chainCommands(emptySelection, backspace),
      "Mod-Backspace": chainCommands(emptySelection, backspace),
      "Delete": emptySelection,
      "Mod-Delete": emptySelection,
      "Mod-]": sinkListItem(item),
      "Mod-[": liftListItem(item),
    }),
    keymap(baseKeys),
  ]
}

// Tab goes from cell to cell in a table and leaves the text elsewhere. Escape leaves it from everywhere: the focus goes
// to the toolbar, so that nobody who works with the keyboard is caught in a table.
function tabs(leave: () => void): Plugin {
  const next = goToNextCell(1), previous = goToNextCell(-1)
  return keymap({
    "Tab": next,
    "Shift-Tab": previous,
    "Escape": () => {
      leave()
      return true
    },
  })
}
