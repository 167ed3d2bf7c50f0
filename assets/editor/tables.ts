// Commands for tables. A new table has a header row; rows and columns come and go, cells are not merged here.
import type {Node, NodeType} from "prosemirror-model"
import {TextSelection, type Command, type EditorState} from "prosemirror-state"
import {
  addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable, isInTable, toggleHeaderRow,
} from "prosemirror-tables"
import {schema} from "../shared/schema"

const type = (name: string) => schema.nodes[name] as NodeType

/** The table around the selection, with the position before it; else null. */
export function tableAt(state: EditorState): {node: Node; pos: number} | null {
  const {$from} = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type === type("table")) return {node: $from.node(depth), pos: $from.before(depth)}
  }
  return null
}

/** Puts a table below the block with the cursor, the cursor into its first cell. Tables do not stand in lists or tables. */
export function insertTable(rows: number, columns: number): Command {
  return (state, dispatch) => {
    const {$from} = state.selection
    if ($from.depth < 2 || isInTable(state)) return false
    if (dispatch) {
      const row = (cell: string) => type("table_row").create(null, Array.from({length: columns}, () => type(cell).createAndFill()!))
      const table = type("table").create(null, [row("table_header"), ...Array.from({length: rows - 1}, () => row("table_cell"))])
      // An empty paragraph makes room; below a text or a title the table comes after it.
      const block = $from.node(2)
      const takesPlace = block.type === type("paragraph") && block.content.size === 0 && $from.node(1).childCount > 2
      const pos = takesPlace ? $from.before(2) : $from.after(2)
      const tr = takesPlace ? state.tr.replaceWith(pos, $from.after(2), table) : state.tr.insert(pos, table)
      if (pos + table.nodeSize === tr.doc.resolve(pos).end()) tr.insert(pos + table.nodeSize, type("paragraph").create())
      dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(pos + 1), 1)).scrollIntoView())
    }
    return true
  }
}

/** Writes the caption of the table around the selection. */
export const setCaption = (caption: string): Command => (state, dispatch) => {
  const table = tableAt(state)
  if (!table) return false
  if (table.node.attrs["caption"] !== caption) dispatch?.(state.tr.setNodeAttribute(table.pos, "caption", caption))
  return true
}

/** The commands for the table around the cursor, by the names of their messages. */
export const tableCommands: readonly (readonly [string, Command])[] = [
  ["rowAbove", addRowBefore], ["rowBelow", addRowAfter], ["rowDelete", deleteRow],
  ["columnBefore", addColumnBefore], ["columnAfter", addColumnAfter], ["columnDelete", deleteColumn],
  ["headerRow", toggleHeaderRow], ["tableDelete", deleteTable],
]
