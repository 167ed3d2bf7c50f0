// What belongs to the block with the cursor and needs more than a button: to whom a recommendation is addressed; the
// rows, columns and caption of a table. Stands at the lower edge of the text and takes room only when it is needed.
import type {Command, EditorState} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {perform} from "./actions"
import {recommendationAt, setAddressee} from "./blocks"
import type {Translate} from "./config"
import {el} from "./dom"
import {setCaption, tableAt, tableCommands} from "./tables"
import {rove} from "./rove"

export interface Context {readonly dom: HTMLElement; update(state: EditorState): void}

export function context(view: () => EditorView | null, t: Translate): Context {
  const run = (command: Command) => {
    const editor = view()
    if (editor) command(editor.state, editor.dispatch)
  }
  const leave = (event: Event) => {
    if (event instanceof KeyboardEvent && (event.key === "Enter" || event.key === "Escape")) {
      event.preventDefault()
      view()?.focus()
    }
  }
  const attribute = (name: string, set: (value: string) => Command) => {
    const input = el("input", {type: "text", id: "editor-" + name, dir: "auto", autocomplete: "off", keydown: leave})
    // Written when the field is left, so that it is one step and not one for each letter.
    input.addEventListener("change", () => run(set(input.value.trim())))
    return {input, dom: el("div", {class: "editor-context-field"}, el("label", {for: input.id}, t(name + ".label")), input)}
  }
  const addressee = attribute("addressee", setAddressee), caption = attribute("caption", setCaption)
  addressee.input.placeholder = t("addressee.state")
  const buttons = tableCommands.map(([name, command]) => {
    const button = el("button", {
      type: "button", class: "editor-button", mousedown: event => event.preventDefault(),
      click: () => {
        const editor = view()
        if (editor) perform(editor, command)
      },
    }, t("table." + name))
    return {button, command}
  })
  const tools = el("div", {role: "toolbar", class: "editor-group", "aria-label": t("table.tools")}, ...buttons.map(({button}) => button))
  rove(tools)
  const table = el("div", {class: "editor-context-row"}, caption.dom, tools)
  const recommendation = el("div", {class: "editor-context-row"}, addressee.dom)
  const dom = el("div", {class: "editor-context", role: "region", "aria-label": t("context")}, recommendation, table)
  return {
    dom,
    update(state) {
      const inRecommendation = recommendationAt(state), inTable = tableAt(state)
      recommendation.hidden = !inRecommendation
      table.hidden = !inTable
      dom.hidden = !inRecommendation && !inTable
      follow(addressee.input, inRecommendation?.node.attrs["addressee"])
      follow(caption.input, inTable?.node.attrs["caption"])
      if (inTable) for (const {button, command} of buttons) button.setAttribute("aria-disabled", String(!command(state)))
    },
  }
}

// A field shows the text, but not while somebody writes in it.
function follow(input: HTMLInputElement, value: string | undefined): void {
  if (document.activeElement !== input && value !== undefined && input.value !== value) input.value = value
}
