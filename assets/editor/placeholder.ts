// What belongs into a part that is still empty, shown where the first words will stand. It is an attribute that the style
// sheet prints, never part of the text.
import {Plugin, type EditorState} from "prosemirror-state"
import {Decoration, DecorationSet} from "prosemirror-view"
import type {Config, Translate} from "./config"
import {parts} from "./parts"

/** Shows the first sentence of the guidance in each part whose only block is empty. */
export function placeholders(guidance: Config["guidance"], t: Translate): Plugin {
  return new Plugin({props: {decorations: state => DecorationSet.create(state.doc, decorate(state, guidance, t))}})
}

function decorate(state: EditorState, guidance: Config["guidance"], t: Translate): Decoration[] {
  const list: Decoration[] = []
  for (const {node, pos} of parts(state.doc)) {
    const block = node.child(1)
    if (node.childCount > 2 || !block.isTextblock || block.content.size > 0 || block.attrs["addressee"]) continue
    const from = pos + 1 + node.firstChild!.nodeSize, what = guidance[node.attrs["kind"]]?.what
    list.push(Decoration.node(from, from + block.nodeSize, {"data-placeholder": what ? t("write", {what: firstSentence(what)}) : t("write.own")}))
  }
  return list
}

/** The text up to its first full stop before a space. */
export const firstSentence = (text: string) => /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text
