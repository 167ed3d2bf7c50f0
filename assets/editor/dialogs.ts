// The dialogs of the toolbar: link, cross-reference, help for the keys.
import type {EditorView} from "prosemirror-view"
import {keyLabel, onMac, perform, type Action} from "./actions"
import type {Translate} from "./config"
import {field, showDialog} from "./dialog"
import {el, fill} from "./dom"
import {insertReference, linkAt, readAddress, removeLink, setLink} from "./inline"
import {label, type Place} from "./number"
import {numbering} from "./numbering"

/** Asks for the address of a link. Works in the text and in an endnote. */
export function linkDialog(view: EditorView, t: Translate): void {
  const {state} = view, around = linkAt(state)
  const needsText = state.selection.empty && !around
  const address = field("address", t("link.address"), t("link.hint"))
  const text = field("text", t("link.text"))
  address.input.value = around?.href ?? ""
  address.input.inputMode = "url"
  showDialog(t("action.link"), t, close => {
    const form = el("form", {
      novalidate: true,
      submit: event => {
        event.preventDefault()
        const href = readAddress(address.input.value)
        if (!href) return address.fail(t("link.wrong"))
        close()
        perform(view, setLink(href, text.input.value.trim()))
      },
    }, address.dom, needsText && text.dom, el("div", {class: "editor-actions"},
      el("button", {type: "submit", class: "button"}, t("link.set")),
      around && el("button", {type: "button", class: "button button--quiet", click: () => { close(); perform(view, removeLink) }}, t("link.remove")),
    ))
    return [form]
  }, () => view.focus())
  address.input.focus()
}

/** Lists what can be referred to, with its first words, and inserts a reference to the one chosen. */
export function referenceDialog(view: EditorView, t: Translate): void {
  const places = [...numbering(view.state).byId.values()].filter(place => place.kind !== "endnote")
  const search = field("reference", t("reference.search"))
  const list = el("ul", {class: "editor-choices"})
  showDialog(t("action.reference"), t, close => {
    const show = () => {
      const wanted = search.input.value.trim().toLowerCase()
      const found = places.filter(place => (label(place) + " " + words(place)).toLowerCase().includes(wanted))
      fill(list, ...found.map(place => el("li", {}, el("button", {
        type: "button", click: () => { close(); perform(view, insertReference(place.id)) },
      }, el("b", {}, t("reference.to." + place.kind, {label: label(place)})), " ", el("span", {dir: "auto"}, excerpt(words(place)) || t("reference.empty"))))))
      if (found.length === 0) fill(list, el("li", {}, t("reference.none")))
    }
    search.input.addEventListener("input", show)
    show()
    return [search.dom, list]
  }, () => view.focus())
  search.input.focus()
}

/** The words of a place without those of its notes. */
function words({node}: Place): string {
  if (node.type.name === "table") return node.attrs["caption"] || node.textContent
  let text = ""
  node.forEach(child => { if (child.isText) text += child.text })
  return text
}

const excerpt = (text: string) => text.length > 90 ? text.slice(0, 90).replace(/\s+\S*$/, "") + " …" : text

/** Lists the keys. */
export function helpDialog(actions: readonly Action[], t: Translate, closed: () => void): void {
  const row = (name: string, keys: readonly string[]) => el("tr", {}, el("th", {scope: "row"}, name),
    el("td", {}, ...keys.flatMap((key, i) => [i ? " " : "", el("kbd", {}, keyLabel(key, onMac()))])))
  const rest: [string, string[]][] = [
    ["newParagraph", ["Enter"]], ["lineBreak", ["Shift-Enter"]], ["indent", ["Mod-]"]], ["outdent", ["Mod-["]],
    ["nextCell", ["Tab"]], ["leave", ["Escape"]],
    ["suggestion.next", ["Mod-Alt-."]], ["suggestion.previous", ["Mod-Alt-,"]], ["suggestion.accept", ["Mod-Alt-Enter"]], ["suggestion.refuse", ["Mod-Alt-Backspace"]],
  ]
  showDialog(t("help.title"), t, () => [el("div", {class: "editor-scroll", tabindex: "0", role: "region", "aria-label": t("help.title")},
    el("table", {class: "editor-keys"}, el("tbody", {},
      ...actions.map(action => row(t("action." + action.name), action.keys)),
      ...rest.map(([name, keys]) => row(t("help." + name), keys)))))], closed)
}
