// The panel beside the text: what belongs in the part with the cursor, and the findings of the check.
import type {EditorState} from "prosemirror-state"
import type {Config, Translate} from "./config"
import {el, fill} from "./dom"
import {partAt} from "./parts"

export interface Guidance {readonly dom: HTMLElement; update(state: EditorState): void}

export function guidance(config: Config, t: Translate): Guidance {
  const body = el("div", {class: "editor-guidance"})
  const dom = el("details", {open: matchMedia("(min-width: 78rem)").matches}, el("summary", {}, t("guidance")), body)
  let shown = ""
  return {
    dom,
    update(state) {
      const {node} = partAt(state), kind = node.attrs["kind"] as string, title = node.firstChild!.textContent || t("part.untitled")
      if (shown === kind + title) return
      shown = kind + title
      const found = config.guidance[kind]
      fill(body, el("h2", {}, el("bdi", {}, title)), ...(found ? [
        el("h3", {}, t("guidance.what")), el("p", {}, found.what),
        el("h3", {}, t("guidance.looksFor")), el("p", {}, found.looksFor),
        el("h3", {}, t("guidance.example")), el("blockquote", {}, found.example),
        el("p", {class: "aside-note"}, t("guidance.rule", {rule: found.rule})),
      ] : [el("p", {}, t("guidance.none"))]))
    },
  }
}
