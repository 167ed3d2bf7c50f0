// Dialogs on the browser's own <dialog>, which keeps the focus inside and gives it back.
import type {Translate} from "./config"
import {el} from "./dom"

/** Shows a dialog until it is closed. content gets a function that closes it. */
export function showDialog(title: string, t: Translate, content: (close: () => void) => Node[], closed: () => void = () => {}): HTMLDialogElement {
  const heading = el("h2", {id: "editor-dialog-title"}, title)
  const dialog = el("dialog", {class: "editor-dialog", "aria-labelledby": heading.id})
  const close = () => dialog.close()
  dialog.append(
    el("div", {class: "editor-dialog-head"}, heading,
      el("button", {type: "button", class: "editor-close", "aria-label": t("close"), click: close}, "×")),
    ...content(close),
  )
  dialog.addEventListener("close", () => {
    dialog.remove()
    closed()
  })
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

/** A labelled field with room for a hint and an error that is read out. */
export function field(name: string, label: string, hint?: string): {dom: HTMLElement; input: HTMLInputElement; fail: (message: string) => void} {
  const id = "editor-field-" + name
  const error = el("p", {class: "editor-error", id: id + "-error", role: "alert"})
  const input = el("input", {
    id, name, type: "text", autocomplete: "off", "aria-describedby": `${hint ? id + "-hint " : ""}${error.id}`,
  })
  const dom = el("div", {class: "editor-field"},
    el("label", {for: id}, label),
    hint && el("p", {class: "editor-hint", id: id + "-hint"}, hint),
    error, input)
  return {
    dom, input,
    fail(message) {
      error.textContent = message
      input.setAttribute("aria-invalid", "true")
      input.focus()
    },
  }
}
