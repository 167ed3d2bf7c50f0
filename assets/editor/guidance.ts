// The panel beside the text: what belongs in the part with the cursor.
import {el, fill} from "./dom"
import type {Around, Feature} from "./feature"
import {partAt} from "./parts"

/** The panel "guidance". */
export function guidance({config, t}: Around): Feature {
  const body = el("div", {class: "editor-guidance"})
  let shown = ""
  return {
    panel: {key: "guidance", group: "writing", title: t("guidance"), dom: body},
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
